import type { NotificationView } from '#shared/notifications'

type Told = Pick<NotificationView, 'kind' | 'actors' | 'actorCount' | 'count' | 'subject'>

/** One sentence about a notification, for mails: `Ada Byron and 3 others commented on “Bees in spring”`. */
export function notificationSentence(told: Told): string {
  const who = actorWords(told)
  const about = told.subject ? ` “${told.subject}”` : ''
  switch (told.kind) {
    case 'comment':
      return `${who} commented${several(told)}:${about}`
    case 'reply':
      return `${who} replied to you${several(told)}:${about}`
    case 'mention':
      return `${who} mentioned you${several(told)}:${about}`
    case 'comment_like':
      return `${who} liked your comment${about}`
    case 'connection_request':
      return `${who} would like to connect with you`
    case 'connection_accepted':
      return `${who} accepted your request to connect`
    case 'follow':
      return `${who} follows you now`
    case 'share':
      return `${who} shared${about || ' something'} with you`
    case 'video_ready':
      return `${firstOf(told)} ${told.count > 1 ? 'are' : 'is'} ready to watch`
    case 'video_failed':
      return `${firstOf(told)} could not be prepared`
    case 'export_ready':
      return `The file of${about || ' your clip'} is ready to download`
    case 'export_failed':
      return `The file of${about || ' your clip'} could not be made`
    case 'data_export_ready':
      return 'The copy of your data is ready to download'
    case 'copies_ready':
      return `${firstOf(told)} ${told.count > 1 ? 'leave' : 'leaves'} the server soon: your copies are ready`
    default:
      return told.subject
  }
}

/** `Ada Byron`, `Ada Byron and Ben Okri`, `Ada Byron and 3 others`; people who left are no longer named. */
function actorWords({ actors, actorCount }: Told): string {
  const [first, second] = actors
  if (!first) return actorCount > 1 ? `${actorCount} people` : 'Somebody'
  if (actorCount <= 1) return first.name
  if (actorCount === 2 && second) return `${first.name} and ${second.name}`
  return `${first.name} and ${actorCount - 1} ${actorCount === 2 ? 'other' : 'others'}`
}

function several({ count }: Told): string {
  return count > 1 ? ` (${count})` : ''
}

/** `“Bees in spring” and 2 more videos`. */
function firstOf({ subject, count }: Told): string {
  const first = subject ? `“${subject}”` : 'Your video'
  if (count <= 1) return first
  return `${first} and ${count - 1} more ${count === 2 ? 'video' : 'videos'}`
}
