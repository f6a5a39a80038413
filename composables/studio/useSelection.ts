import { NOTHING, toggled, toggledAll, within } from '~/composables/studio/selection'

/** Ticks of a list whose items come and go. */
export function useSelection(list: () => readonly string[]) {
  const selection = shallowRef(NOTHING)
  watch(list, (now) => (selection.value = within(selection.value, now)))

  const ids = computed(() => [...selection.value.ids])
  const isAll = computed(() => list().length > 0 && ids.value.length === list().length)

  return {
    ids,
    isAll,
    has: (id: string) => selection.value.ids.has(id),
    toggle: (id: string, isRange: boolean) =>
      (selection.value = toggled(selection.value, id, { list: list(), isRange })),
    toggleAll: () => (selection.value = toggledAll(selection.value, list())),
    clear: () => (selection.value = NOTHING),
  }
}
