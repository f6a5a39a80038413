/** Not in TypeScript's library: "beforeinstallprompt" (WICG, Manifest Incubations). */
export interface InstallOffer extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>
}

/** In the browser alone. The browser makes its offer once a page, often before anybody asks for it. */
const offer = shallowRef<InstallOffer | null>(null)

/** From now on the offer is kept for whoever wants it; the browser does not make it by itself in the middle of a clip. */
export function keepInstallOffer(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    offer.value = event as InstallOffer
  })
  addEventListener('appinstalled', () => (offer.value = null))
}

/** The app on the home screen, where this browser can put it there and has not done so. */
export function useInstall() {
  /** An offer can be taken up once; after a "not now" the browser makes another when it sees fit. */
  async function install(): Promise<void> {
    const made = offer.value
    offer.value = null
    await made?.prompt()
  }

  return { canInstall: computed(() => offer.value !== null), install }
}
