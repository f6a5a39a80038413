/** What is ticked of a list, and where a range begins. */
export interface Selection {
  ids: ReadonlySet<string>
  /** The last one that was ticked or unticked. */
  anchor: string | null
}

export const NOTHING: Selection = { ids: new Set(), anchor: null }

/** Ticks or unticks one, or with `isRange` all from the last one to it as it becomes. `list`: ids in their order. */
export function toggled(
  before: Selection,
  id: string,
  { list, isRange = false }: { list: readonly string[]; isRange?: boolean },
): Selection {
  const isOn = !before.ids.has(id)
  const ids = new Set(before.ids)
  for (const each of isRange ? between(list, before.anchor, id) : [id]) {
    if (isOn) ids.add(each)
    else ids.delete(each)
  }
  return { ids, anchor: id }
}

/** All of the list, or none where all are ticked. */
export function toggledAll(before: Selection, list: readonly string[]): Selection {
  const areAll = list.length > 0 && list.every((id) => before.ids.has(id))
  return areAll ? NOTHING : { ids: new Set(list), anchor: before.anchor }
}

/** Without those that are no longer in the list. */
export function within(before: Selection, list: readonly string[]): Selection {
  const ids = new Set(list.filter((id) => before.ids.has(id)))
  return { ids, anchor: before.anchor !== null && list.includes(before.anchor) ? before.anchor : null }
}

function between(list: readonly string[], from: string | null, to: string): readonly string[] {
  const ends = [from === null ? -1 : list.indexOf(from), list.indexOf(to)]
  if (ends.includes(-1)) return [to]
  return list.slice(Math.min(...ends), Math.max(...ends) + 1)
}
