import { z } from 'zod'

/** The seed's six actions first; later rooms add theirs. */
export const ACTIONS = [
  'LOGIN',
  'UPLOAD_VIDEO',
  'START_DETECTION',
  'LOGOUT',
  'ACCESS_LOGS',
  'SELECT_SUSPECT',
  'SIGN_UP',
  'VERIFY_EMAIL',
  'LOGIN_FAILED',
  'RESET_PASSWORD',
  'CREATE_TOKEN',
  'REVOKE_TOKEN',
  'REVOKE_SESSION',
  'UPDATE_VIDEO',
  'DELETE_VIDEO',
  'DELETE_CLIP',
  'EXPORT_CLIP',
  'CHANGE_ROLE',
  'BLOCK_PERSON',
  'UNBLOCK_PERSON',
  'DELETE_COMMENT',
  'DELETE_TOPIC',
  'CHANGE_EMAIL',
  'CHANGE_PASSWORD',
  'EXPORT_DATA',
  'DELETE_ACCOUNT',
  'ERASE_ACCOUNT',
  'CHANGE_TIER_SETTINGS',
  'MOVE_VIDEO',
  'HOLD_VIDEO',
  'RELEASE_VIDEO',
  'REPAIR_VIDEO',
] as const
export const Action = z.enum(ACTIONS)
export type Action = z.infer<typeof Action>
