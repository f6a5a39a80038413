import Neighbours from '~/components/clip/Neighbours.vue'
import AfterClip from '~/components/learning/AfterClip.vue'
import { inTurn } from '~/composables/in-turn'

export const ClipNeighbours = inTurn(Neighbours)
export const LearningAfterClip = inTurn(AfterClip)
