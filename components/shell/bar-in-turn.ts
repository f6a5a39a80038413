import { UButton } from '#components'
import LanguageSwitch from '~/components/shell/LanguageSwitch.vue'
import ThemeSwitch from '~/components/shell/ThemeSwitch.vue'
import { inTurn } from '~/composables/in-turn'

/** They lead somewhere, which links do before they come alive. */
export const LinkButton = inTurn(UButton)
export const ShellLanguageSwitch = inTurn(LanguageSwitch)
export const ShellThemeSwitch = inTurn(ThemeSwitch)
