/** A page comes with the words that it shows; those of its dialogs and menus are fetched once it stands. */
export default defineNuxtPlugin(({ $i18n }) => {
  onNuxtReady(() => $i18n.loadLocaleMessages($i18n.locale.value).catch(() => undefined))
})
