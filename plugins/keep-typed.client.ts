/** Fields whose text somebody may have typed before the page's scripts were there. */
const FIELDS = 'input:not([type=checkbox], [type=radio], [type=file], [type=range], [type=hidden]), textarea'
type Field = HTMLInputElement | HTMLTextAreaElement

/** On a slow line people type before the page has come alive, which would put every field back to what the server sent. */
export default defineNuxtPlugin((app) => {
  const typed = new Map<Field, string>()
  const keep = (field: Field) => void typed.set(field, field.value)
  for (const field of document.querySelectorAll<Field>(FIELDS))
    if (field.value !== field.defaultValue) keep(field)
  const onInput = ({ target }: Event) => {
    if (target instanceof HTMLElement && target.matches(FIELDS)) keep(target as Field)
  }
  document.addEventListener('input', onInput, true)

  app.hooks.hookOnce('app:suspense:resolve', () => {
    document.removeEventListener('input', onInput, true)
    for (const [field, text] of typed) {
      // one that shows it still may belong to a part that has not heard of it, and would clear it when it draws next
      field.value = text
      field.dispatchEvent(new Event('input', { bubbles: true }))
    }
  })
})
