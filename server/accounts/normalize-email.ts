/** Providers treat the local part without regard to case, so two accounts never differ by it. */
export function normalizeEmail(email: string): string {
  return email.toLowerCase()
}
