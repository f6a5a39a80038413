import { GivePieceQuery, VAULT_PIECE_BYTES, VaultParams, VaultReceivedView } from '#shared/storage'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { heldBodies } from '../../http/held-bodies.ts'
import { readBodyBytes } from '../../http/read-body-bytes.ts'
import { sendJson } from '../../http/send-json.ts'
import { expectPiece } from '../../tiers/expect-piece.ts'
import { giveBack } from '../../tiers/give-back.ts'

/** 8 MiB each. */
const hold = heldBodies(16)

export default defineEndpoint({
  summary:
    'Gives the next piece of a copy of a video that awaits one: bytes from `offset` on, 8 MiB but for the last piece.',
  actor: 'user',
  rate: 'upload',
  params: VaultParams,
  query: GivePieceQuery,
  response: VaultReceivedView,
  raw: true,
  contentTypes: ['application/json'],
  run: ({ actor, params, query, reply }) =>
    hold(async () => {
      const place = { ...params, ...query }
      // before its bytes are taken in
      await expectPiece(actor, place)
      const bytes = await readBodyBytes(reply.raw.request, VAULT_PIECE_BYTES)
      sendJson(reply.raw.response, await giveBack(actor, { ...place, bytes }))
    }),
})
