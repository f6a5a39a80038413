/** So many different people can be named in one text; the rest stay text. */
export const MAX_MENTIONS = 20

/** `@username` as `Username` of accounts.ts allows it, not within an e-mail address or a longer word. */
export const MENTION = /(?<![\p{L}\p{N}_.@-])@([a-z0-9][a-z0-9_.-]{1,28}[a-z0-9])(?![\p{L}\p{N}_])/giu

/** Usernames named in a text, in lower case, each once. */
export function findMentions(text: string): string[] {
  const names = [...text.matchAll(MENTION)].map(([, name]) => name!.toLowerCase())
  return [...new Set(names)].slice(0, MAX_MENTIONS)
}
