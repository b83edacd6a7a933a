// The Hilbert curve: keeps neighbours on a line neighbours on a plane, so a block of addresses is a square.

export type Point = { readonly x: number; readonly y: number }

/** Place of the `index`-th cell of a curve of the given order on a grid of 2^order cells a side. Order 0 to 15. */
export function hilbertPoint(order: number, index: number): Point {
  let x = 0
  let y = 0
  let rest = index
  for (let side = 1; side < 2 ** order; side *= 2) {
    const right = 1 & Math.floor(rest / 2)
    const up = 1 & (rest ^ right)
    if (up === 0) {
      if (right === 1) {
        x = side - 1 - x
        y = side - 1 - y
      }
      const swapped = x
      x = y
      y = swapped
    }
    x += side * right
    y += side * up
    rest = Math.floor(rest / 4)
  }
  return { x, y }
}

/** Index of a cell: the inverse of `hilbertPoint`. */
export function hilbertIndex(order: number, point: Point): number {
  let { x, y } = point
  let index = 0
  for (let side = 2 ** (order - 1); side >= 1; side /= 2) {
    const right = (x & side) > 0 ? 1 : 0
    const up = (y & side) > 0 ? 1 : 0
    index += side * side * ((3 * right) ^ up)
    if (up === 0) {
      if (right === 1) {
        x = 2 ** order - 1 - x
        y = 2 ** order - 1 - y
      }
      const swapped = x
      x = y
      y = swapped
    }
  }
  return index
}

/** Cells `from` to `to` of a curve (both included) as an SVG path, `cell` units apart. */
export function hilbertPath(order: number, from: number, to: number, cell: number): string {
  const parts: string[] = []
  for (let index = from; index <= to; index++) {
    const { x, y } = hilbertPoint(order, index)
    parts.push(`${index === from ? 'M' : 'L'}${x * cell} ${y * cell}`)
  }
  return parts.join('')
}
