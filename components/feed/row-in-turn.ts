import Info from '~/components/feed/Info.vue'
import Rail from '~/components/feed/Rail.vue'
import { inTurn } from '~/composables/in-turn'

/** Of an item, its picture comes alive first. */
export const FeedInfo = inTurn(Info)
export const FeedRail = inTurn(Rail)
