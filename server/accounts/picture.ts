import { randomUUID } from 'node:crypto'
import { trusted } from 'mongoose'
import { systemClock } from '../adapters/clock/index.ts'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { makeSquarePicture } from '../adapters/pictures/index.ts'
import { Unauthenticated } from '../errors.ts'
import type { UserActor } from './actor.ts'
import { forgetPerson } from './find-people.ts'
import { createGate } from './gate.ts'
import { User } from './user.model.ts'

const SIDE_PIXELS = 512
/** Far longer than a picture takes to store. */
const STRAY_AFTER_MS = 3600_000
const oneByOne = createGate({ running: 1, waiting: 20, busy: 'Too many pictures come in right now.' })

/**
 * Makes the picture the person's own. Its key is new each time rather than the hash of its bytes, so that of two changes
 * at once neither removes what the other just stored. Keys are noted as stray before their bytes are written and until
 * those of the one before are gone: what a killed process leaves is known to `sweepPictures`.
 * @throws Unprocessable, TooLarge as `makeSquarePicture`; Unavailable when too many come at once
 */
export async function setPicture(actor: UserActor, bytes: Buffer): Promise<void> {
  const picture = await oneByOne(() => makeSquarePicture(bytes, SIDE_PIXELS))
  const name = `${randomUUID()}.webp`
  const key = `people/${name}`
  await User.updateOne(
    { _id: actor.userId },
    { $addToSet: { strayPictures: key }, $set: { strayPicturesSince: systemClock.now() } },
  )
  await getObjectStore().put(key, picture, { contentType: 'image/webp' })
  const isTaken = await replacePicture(actor.userId, key, `/cdn/people/${name}`)
  if (isTaken) return
  await getObjectStore().remove(key)
  throw new Unauthenticated('This account is gone.')
}

export async function removePicture(userId: string): Promise<void> {
  await replacePicture(userId, '', '')
}

/** Removes what was stored and never shown, or is no longer. Gives how many went. */
export async function sweepPictures(now = systemClock.now()): Promise<number> {
  const left = await User.find(
    { strayPicturesSince: trusted({ $lt: new Date(now.getTime() - STRAY_AFTER_MS) }) },
    { strayPictures: 1, pictureKey: 1 },
  )
    .limit(500)
    .lean()
  for (const { _id, strayPictures, pictureKey } of left) {
    await removeStrays(
      _id.toHexString(),
      (strayPictures ?? []).filter((key) => key !== pictureKey),
    )
  }
  return left.length
}

/** Every byte of somebody's pictures, whatever state a killed process left them in. */
export async function erasePictures(userId: string): Promise<void> {
  const user = await User.findById(userId, { strayPictures: 1, pictureKey: 1 }).lean()
  for (const key of [...(user?.strayPictures ?? []), user?.pictureKey]) {
    if (key) await getObjectStore().remove(key)
  }
}

/** One write: the new one is shown, and the one before is stray. */
async function replacePicture(userId: string, key: string, url: string): Promise<boolean> {
  const before = await User.findOneAndUpdate(
    { _id: userId },
    [
      {
        $set: {
          pictureKey: key,
          profilePicture: url,
          strayPictures: {
            $setDifference: [
              { $setUnion: [{ $ifNull: ['$strayPictures', []] }, [{ $ifNull: ['$pictureKey', ''] }]] },
              [key, ''],
            ],
          },
          strayPicturesSince: systemClock.now(),
        },
      },
    ],
    { updatePipeline: true, returnDocument: 'before', projection: { pictureKey: 1 } },
  ).lean()
  if (!before) return false
  forgetPerson(userId)
  await removeStrays(userId, before.pictureKey ? [before.pictureKey] : [])
  return true
}

async function removeStrays(userId: string, keys: readonly string[]): Promise<void> {
  for (const key of keys) await getObjectStore().remove(key)
  await User.updateOne({ _id: userId }, { $pull: { strayPictures: trusted({ $in: [...keys] }) } })
  await User.updateOne(
    { _id: userId, strayPictures: trusted({ $size: 0 }) },
    { $unset: { strayPicturesSince: 1 } },
  )
}
