import { inTurn } from '~/composables/in-turn'
import Chapters from '~/components/clip/Chapters.vue'
import Comments from '~/components/comments/Section.vue'
import Bar from '~/components/engagement/Bar.vue'
import Save from '~/components/engagement/SaveButton.vue'
import Share from '~/components/sharing/ShareButton.vue'
import Description from '~/components/video/Description.vue'
import More from '~/components/video/More.vue'

/** What stands around the picture: the picture comes alive first. */
export const ClipChapters = inTurn(Chapters)
export const CommentsSection = inTurn(Comments, { isFirst: true })
export const EngagementBar = inTurn(Bar)
export const EngagementSaveButton = inTurn(Save)
export const SharingShareButton = inTurn(Share)
export const VideoDescription = inTurn(Description)
export const VideoMore = inTurn(More)
