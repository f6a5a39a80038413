/** Asks before a page with unsaved changes is left, by a link or by closing it. */
export function useLeaveGuard(isUnsaved: () => boolean): void {
  const { t } = useI18n()

  function onUnload(event: BeforeUnloadEvent): void {
    if (isUnsaved()) event.preventDefault()
  }

  onBeforeRouteLeave(() => !isUnsaved() || confirm(t('captions.leave')))
  onMounted(() => addEventListener('beforeunload', onUnload))
  onBeforeUnmount(() => removeEventListener('beforeunload', onUnload))
}
