/** Puts the focus on what stands before or after the list: a list that grows under the Tab key would never end. */
export function focusBeside(list: HTMLElement | null, to: 'before' | 'after'): void {
  const all = [...document.querySelectorAll<HTMLElement>('a[href], button')].filter(
    (each) => each.checkVisibility() && !list?.contains(each),
  )
  const isAfter = (each: HTMLElement) =>
    Boolean(list && list.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING)
  const target = to === 'after' ? all.find(isAfter) : all.findLast((each) => !isAfter(each))
  target?.focus()
}
