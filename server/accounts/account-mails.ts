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
      'Your password was changed just now, and whoever was logged in anywhere else was logged out.',
      `If it was not you, choose a new one at ${config().url}/forgot`,
    ),
  }
}

export function newAddressMail(to: string, change: { username: string; code: string }): Mail {
  return {
    to,
    subject: `${change.code} is your Clipway code`,
    text: lines(
      `Your code is ${change.code}. It works for ${CODE_MINUTES} minutes.`,
      `It makes this the address of the account "${change.username}". Type it at ${config().url}/settings#account`,
      'If you did not ask for this, nothing needs to be done.',
    ),
  }
}

export function addressTakenMail(to: string): Mail {
  return {
    to,
    subject: 'Your address has a Clipway account already',
    text: lines(
      'Somebody, perhaps you, wanted to use this address for another account. It belongs to one already.',
      `To use it there, change the address of this account first: ${config().url}/settings#account`,
      'If it was not you, nothing needs to be done.',
    ),
  }
}

export function addressChangeAskedMail(to: string): Mail {
  return {
    to,
    subject: 'Somebody wants to change the address of your Clipway account',
    text: lines(
      'A new e-mail address was asked for, with your password. It counts once the code that went there is typed.',
      `If it was not you, choose a new password now at ${config().url}/forgot`,
    ),
  }
}

export function addressChangedMail(to: string): Mail {
  return {
    to,
    subject: 'Your Clipway account has a new address',
    text: lines(
      'Your account has another e-mail address from now on, and this one no longer opens it.',
      'If it was not you, write to the people who run this site.',
    ),
  }
}

export function accountDeletedMail(to: string): Mail {
  return {
    to,
    subject: 'Your Clipway account is deleted',
    text: lines(
      'Nobody can log in to it any more, and everything of yours is being removed now.',
      'If it was not you, write to the people who run this site at once.',
    ),
  }
}

function lines(...paragraphs: string[]): string {
  return `${paragraphs.join('\n\n')}\n`
}
