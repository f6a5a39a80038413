/** `languages/polish-verbs` -> `Polish verbs`: the last part, as words. */
export function topicLabel(combinedTopicName: string): string {
  const words = combinedTopicName.split('/').at(-1)?.replaceAll('-', ' ') ?? ''
  return words.charAt(0).toUpperCase() + words.slice(1)
}
