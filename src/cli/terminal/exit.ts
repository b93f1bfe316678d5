/** Exit codes; docs/commands.md explains them. */
export const EXIT = { done: 0, invalid: 1, usage: 2, badInput: 3, incomplete: 4, internal: 70 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
