import { z } from 'zod'
import { Id, Timestamp, Uuid, pageOf, text } from './common.ts'

export const ROLES = ['viewer', 'moderator', 'operator', 'admin'] as const
export const Role = z.enum(ROLES)
export type Role = z.infer<typeof Role>

export const SCOPES = ['read', 'write', 'moderate', 'operate', 'admin'] as const
export const Scope = z.enum(SCOPES)
export type Scope = z.infer<typeof Scope>

export const CODE_DIGITS = 6
export const CODE_MINUTES = 10
export const CODE_TRIES = 5
export const MINIMUM_AGE_YEARS = 13

export const Username = z
  .string()
  .transform((value) => value.toLowerCase())
  .pipe(
    z
      .string()
      .regex(
        /^[a-z0-9](?:[a-z0-9_.-]{1,28})[a-z0-9]$/,
        '3 to 30 letters, digits, dots, dashes or underscores',
      ),
  )

/** At most 254 characters (RFC 5321, 4.5.3.1.3); compared in lower case. */
export const Email = z.email().max(254)

/** Long enough rather than complicated (NIST SP 800-63B, 5.1.1.2); the bound keeps hashing cheap. */
export const Password = z.string().min(10, 'at least 10 characters').max(200)

export const Code = z.string().regex(/^\d{6}$/, 'six digits')

const BirthDate = z.iso.date().refine((value) => {
  const latest = new Date()
  latest.setFullYear(latest.getFullYear() - MINIMUM_AGE_YEARS)
  return new Date(value) <= latest && new Date(value) >= new Date('1900-01-01')
}, `you need to be at least ${MINIMUM_AGE_YEARS} years old`)

const Name = text({ min: 1, max: 80 })

export const SignupBody = z.strictObject({
  firstName: Name,
  lastName: Name,
  username: Username,
  email: Email,
  password: Password,
  birthDate: BirthDate,
})
export type SignupBody = z.infer<typeof SignupBody>

export const VerifyBody = z.strictObject({ email: Email, code: Code })
export const EmailBody = z.strictObject({ email: Email })
export const LoginBody = z.strictObject({ email: Email, password: z.string().min(1).max(200) })
export const ResetBody = z.strictObject({ email: Email, code: Code, password: Password })

export const CodeSentView = z.object({ status: z.literal('code_sent') })

/** How somebody wants the site to be; every key has a default. */
export const Preferences = z.strictObject({
  showNsfw: z.boolean(),
  showSensitive: z.boolean(),
  /** What follows by itself: nothing, the next step of a learning path, or whatever comes next. */
  autoplay: z.enum(['off', 'path', 'on']),
  captions: z.enum(['muted', 'always', 'never']),
  dataSaver: z.boolean(),
  reducedMotion: z.enum(['system', 'on', 'off']),
  /** Shortcuts of a single key (WCAG 2.1.4 asks for a way to turn them off). */
  shortcuts: z.boolean(),
  emailDigest: z.enum(['off', 'daily', 'weekly']),
})
export type Preferences = z.infer<typeof Preferences>

/** What an account goes through after it is verified: each step can be skipped, and taken up again. */
export const ONBOARDING_STATUSES = ['new', 'topics', 'people', 'preferences', 'done'] as const
export const OnboardingStatus = z.enum(ONBOARDING_STATUSES)
export type OnboardingStatus = z.infer<typeof OnboardingStatus>

/** Body of POST /api/me/onboarding: the step that was finished or skipped. */
export const OnboardingBody = z.strictObject({
  step: z.enum(['topics', 'people', 'preferences']),
  isSkipped: z.boolean().default(false),
  /** combinedTopicNames, for the step `topics`. */
  topics: z.array(z.string().max(120)).max(50).optional(),
})
export type OnboardingBody = z.infer<typeof OnboardingBody>

export const Bio = text({ max: 1000 })

/** Of a picture as it is sent; it is kept as a small square. */
export const PICTURE_MAX_BYTES = 10 * 1024 * 1024
export const PICTURE_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif'] as const

export const ChangePasswordBody = z.strictObject({
  currentPassword: z.string().min(1).max(200),
  newPassword: Password,
})
export const ChangeEmailBody = z.strictObject({ email: Email, password: z.string().min(1).max(200) })
export const ConfirmEmailBody = z.strictObject({ code: Code })
export const DeleteMeBody = z.strictObject({ password: z.string().min(1).max(200) })

/** The signed-in person as they see themselves; every field of the `users` collection but the password. */
export const MeView = z.object({
  id: Id,
  firstName: z.string(),
  lastName: z.string(),
  username: z.string(),
  email: z.string(),
  /** Null for an account that no person signed up for. */
  birthDate: z.iso.date().nullable(),
  registrationDate: Timestamp,
  lastLoginDate: Timestamp.nullable(),
  profilePicture: z.string(),
  onBoardingStatus: z.string(),
  /** No code is ever kept here: it lives for ten minutes, as an HMAC, in SQL. */
  emailVerificationCode: z.null(),
  isAdmin: z.boolean(),
  role: Role,
  bio: z.string(),
  preferences: Preferences,
})
export type MeView = z.infer<typeof MeView>

export const UpdateMeBody = z.strictObject({
  firstName: Name.optional(),
  lastName: Name.optional(),
  bio: Bio.optional(),
})
export type UpdateMeBody = z.infer<typeof UpdateMeBody>

/** What a log-in and a finished sign-up answer. */
export const EnteredView = z.object({ user: MeView })

export const SessionView = z.object({
  kind: z.enum(['guest', 'user']),
  user: MeView.nullable(),
})
export type SessionView = z.infer<typeof SessionView>

/** A person as others see them. */
export const PersonView = z.object({
  id: Id,
  username: z.string(),
  name: z.string(),
  profilePicture: z.string(),
})
export type PersonView = z.infer<typeof PersonView>

export const CreateTokenBody = z.strictObject({
  name: text({ min: 1, max: 80 }),
  scopes: z.array(Scope).min(1).max(SCOPES.length),
  expiresInDays: z.number().int().min(1).max(365).optional(),
})
export type CreateTokenBody = z.infer<typeof CreateTokenBody>

export const TokenView = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(Scope),
  createdAt: Timestamp,
  expiresAt: Timestamp.nullable(),
  lastUsedAt: Timestamp.nullable(),
})
export type TokenView = z.infer<typeof TokenView>
export const TokenList = pageOf(TokenView)
export const TokenParams = z.strictObject({ id: Uuid })

/** The token itself is shown this once. */
export const NewTokenView = TokenView.extend({ token: z.string() })

export const DeviceSessionView = z.object({
  id: z.string(),
  isCurrent: z.boolean(),
  userAgent: z.string(),
  createdAt: Timestamp,
  lastSeenAt: Timestamp,
})
export type DeviceSessionView = z.infer<typeof DeviceSessionView>
export const DeviceSessionList = pageOf(DeviceSessionView)
export const DeviceSessionParams = z.strictObject({ id: z.string().regex(/^[\w-]{32}$/) })
