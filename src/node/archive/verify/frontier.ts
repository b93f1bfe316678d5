import { completeNodes, computeRoot } from "../../../core/index.js";
import { nodeSha256 } from "../../draw/draw-directory.js";

/** The complete subtrees at the right edge of a growing tree: all that is needed to compute the next nodes and the root. */
export class Frontier {
  readonly #nodes: string[] = [];
  size = 0;

  readonly #readNode = (level: number, index: number): string =>
    // The tree only ever asks for the left neighbour of what it is completing, and for its own right edge.
    index === (this.size - (this.size % 2 ** level)) / 2 ** level - 1 ? (this.#nodes[level] ?? "") : "";

  /** The nodes that a new leaf completes; they become part of the edge. */
  add(leaf: string): string[] {
    const nodes = completeNodes(this.size, leaf, this.#readNode, nodeSha256);
    nodes.forEach((node, level) => (this.#nodes[level] = node));
    this.size++;
    return nodes;
  }

  root(): string {
    return computeRoot(this.size, this.#readNode, nodeSha256);
  }
}
