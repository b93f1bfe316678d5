/** Style of the pictures: thick and thin as well as coloured, so that they can be read in grey. */
export const CELL_STYLE = `
svg.cell { width: 100%; height: 11mm; display: block; }
svg.cell .chosen { fill: #e3eefc; } svg.cell .axis { stroke: #555; stroke-width: 1; fill: none; }
svg.cell .drawn { stroke: #0a4fb4; stroke-width: 3; fill: none; } svg.cell .reserves { stroke: #b45f06; stroke-width: 2.4; stroke-dasharray: 5 3; fill: none; }
svg.cell .others { stroke: #777; stroke-width: 1.2; fill: none; } svg.cell .cut { stroke: #b00020; stroke-width: 2; fill: none; }
svg.cell .mark { fill: #000; } svg.cell .mark.line { stroke: #000; stroke-width: 2.4; }
`;
