// The picture beside sign-in: a gate with its deck half up on a Hilbert curve, one stream that waits and one that is inside.

import { hilbertIndex, hilbertPath } from '#lib/exposure/hilbert.ts'

const cell = 24
const order = 5
const ground = hilbertPath(order, 0, 4 ** order - 1, cell)

// Both banks end on a cell of the curve, so that a stream can arrive at each.
const groundRow = 16
const outside = hilbertIndex(order, { x: 8, y: groundRow })
const inside = hilbertIndex(order, { x: 22, y: groundRow })

export function GateArt() {
  return (
    <svg
      viewBox="0 0 744 744"
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
      className="size-full"
      fill="none"
    >
      <rect width="744" height="744" fill="var(--moat)" />
      <path d={ground} stroke="var(--moat-wave)" strokeOpacity="0.55" strokeWidth="1.2" />
      <g strokeWidth="3.5" strokeLinejoin="round" strokeLinecap="round">
        <path d={hilbertPath(order, outside - 46, outside, cell)} stroke="var(--exp-narrow)" />
        <path d={hilbertPath(order, inside, inside + 34, cell)} stroke="var(--exp-private)" />
      </g>
      <g
        transform={`translate(300 ${groundRow * cell - 150})`}
        stroke="var(--ink)"
        strokeLinejoin="round"
        strokeLinecap="round"
      >
        <path d="M0 150V18h22V0h22v18h38V0h22v18h22v132z" fill="var(--surface)" strokeWidth="3" />
        <path d="M37 150V92a26 26 0 0 1 52 0v58" fill="var(--canvas)" strokeWidth="3" />
        {/* The bank on the far side, the water where the deck would lie, and the near side. */}
        <path d={`M-134 150H-104M0 150H${22 * cell - 300}`} strokeWidth="3" />
        <path d="M0 150L-80 72" strokeWidth="8" />
        <path d="M0 28L-78 72" strokeWidth="1.8" strokeDasharray="6 5" />
      </g>
    </svg>
  )
}
