import { CODE_MINUTES } from '#shared/accounts'
import type { Mail } from '../adapters/mailer/port.ts'
import { config } from '../config.ts'

/** Names the username: whoever did not choose it must not confirm somebody else's sign-up. */
export function verifyMail(to: string, signUp: { username: string; code: string }): Mail {
  return {
    to,
    subject: `${signUp.code} is your Clipway code`,
    text: lines(
      `Your code is ${signUp.code}. It works for ${CODE_MINUTES} minutes.`,
      `It finishes the sign-up as "${signUp.username}" at ${config().url}/verify`,
      `If "${signUp.username}" is not the username you chose, do not use this code.`,
    ),
  }
}

export function alreadySignedUpMail(to: string): Mail {
  return {
    to,
    subject: 'You already have a Clipway account',
    text: lines(
      'Somebody, perhaps you, wanted to sign up with this address. It has an account already.',
      `Log in at ${config().url}/login, or choose a new password at ${config().url}/forgot`,
      'If it was not you, nothing needs to be done.',
    ),
  }
}

export function resetMail(to: string, code: string): Mail {
  return {
    to,
    subject: `${code} is your Clipway code`,
    text: lines(
      `Your code is ${code}. It works for ${CODE_MINUTES} minutes.`,
      `With it you can choose a new password at ${config().url}/reset`,
      'If you did not ask for this, nothing needs to be done.',
    ),
  }
}

export function passwordChangedMail(to: string): Mail {
  return {
    to,
    subject: 'Your Clipway password was changed',
    text: lines(
      'Your password was changed just now, and every device was logged out.',
      `If it was not you, choose a new one at ${config().url}/forgot`,
    ),
  }
}

function lines(...paragraphs: string[]): string {
  return `${paragraphs.join('\n\n')}\n`
}
