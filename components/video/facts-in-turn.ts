import Byline from '~/components/people/Byline.vue'
import FollowButton from '~/components/people/FollowButton.vue'
import CaptionsBadge from '~/components/player/CaptionsBadge.vue'
import TopicButton from '~/components/video/TopicButton.vue'
import { inTurn } from '~/composables/in-turn'

/** Each on its own, since together they keep a phone longer than a press may wait. */
export const PeopleByline = inTurn(Byline)
export const PeopleFollowButton = inTurn(FollowButton)
export const PlayerCaptionsBadge = inTurn(CaptionsBadge)
export const VideoTopicButton = inTurn(TopicButton)
