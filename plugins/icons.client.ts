import { addIcon } from '@iconify/vue'
import { init } from '#build/nuxt-icon-client-bundle'

/** An icon that changes (play, pause) is there at once, also where the page came with the first of the two alone. */
export default defineNuxtPlugin(() => init(addIcon))
