import { Types } from 'mongoose'
import { RELATIONSHIP_LISTS } from '#shared/relationships'
import { Share } from '../../../../server/sharing/share.model.ts'
import type { RouteRow, RouteRows } from '../../../support/routes/row.ts'
import {
  makeRelationship,
  makeVideo,
  requestBetweenOthers,
  requestToMe,
} from '../../../support/routes/things.ts'
import type { Person, World } from '../../../support/routes/world.ts'

const NOBODY = 'nobody-of-this-name'

async function somebody({ makePerson }: World) {
  return { username: (await makePerson()).username }
}

/** Who blocked me is as if there were no such person. */
async function whoBlockedMe({ makePerson, me }: World) {
  const person = await makePerson()
  await makeRelationship(person, me, 'blocked')
  return { username: person.username }
}

async function connection({ makePerson, me }: World): Promise<Person> {
  const person = await makePerson()
  await makeRelationship(me, person, 'accepted')
  return person
}

async function shareBetween(from: Person, to: Person, world: World) {
  const { id } = await makeVideo(world.me)
  const share = { fromUserId: from.id, toUserId: to.id, videoId: new Types.ObjectId(id), date: new Date() }
  return { id: (await Share.create(share))._id.toHexString() }
}

const ofSomebody: RouteRow = { own: somebody, foreign: whoBlockedMe }

export const peopleRows: RouteRows = {
  'get /api/users/{username}': ofSomebody,
  'get /api/users/{username}/videos': ofSomebody,
  'get /api/users/{username}/clips': ofSomebody,
  'get /api/users/{username}/followers': ofSomebody,
  'get /api/users/{username}/following': ofSomebody,
  'post /api/users/{username}/follow': ofSomebody,
  'delete /api/users/{username}/follow': ofSomebody,

  'get /api/relationships': { queries: RELATIONSHIP_LISTS.map((list) => ({ list })) },
  'post /api/relationships': {
    body: async (world) => ({ ...(await somebody(world)), action: 'request' }),
    bodiesOfNothing: async (world) => [
      { username: NOBODY, action: 'request' },
      { ...(await whoBlockedMe(world)), action: 'request' },
    ],
  },
  'patch /api/relationships/{id}': {
    own: requestToMe,
    foreign: requestBetweenOthers,
    body: () => ({ status: 'accepted' }),
  },
  'delete /api/relationships/{id}': {
    own: async (world) => makeRelationship(world.me, await world.makePerson()),
    foreign: requestBetweenOthers,
  },

  'get /api/shares': {},
  'post /api/shares': {
    body: async (world) => ({
      username: (await connection(world)).username,
      videoId: (await makeVideo(world.me)).id,
      message: 'Look!',
    }),
    bodiesOfNothing: async (world) => {
      const { username } = await connection(world)
      const { id } = await makeVideo(world.other, { visibility: 'private' })
      return [
        { username, videoId: '0'.repeat(24) },
        { username, videoId: id },
      ]
    },
  },
  'delete /api/shares/{id}': {
    own: (world) => shareBetween(world.other, world.me, world),
    foreign: async (world) => shareBetween(world.other, await world.makePerson(), world),
  },
}
