/** Items with keys made of their text and how often it came before: unlike a place, such a key moves with its item. */
export function keyed<Item>(
  items: readonly Item[],
  textOf: (item: Item) => string,
): { readonly key: string; readonly item: Item; readonly at: number }[] {
  const seen = new Map<string, number>()
  return items.map((item, at) => {
    const text = textOf(item)
    const count = seen.get(text) ?? 0
    seen.set(text, count + 1)
    return { key: `${count}:${text}`, item, at }
  })
}
