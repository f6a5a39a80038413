import { keepInstallOffer } from '~/composables/useInstall'

/** The offer comes early, and only once. */
export default defineNuxtPlugin(keepInstallOffer)
