import { accountsSql } from '../accounts/tables.ts'
import { ensureKeeper } from '../accounts/ensure-keeper.ts'
import { NotFound } from '../errors.ts'

export interface LibraryOwner {
  id: string
  name: string
}

/**
 * Whose the imported videos are: the account of that name, else the first admin, else, while nobody has signed up, the
 * library's own account, as which nobody can log in.
 * @throws NotFound for a name that nobody has
 */
export async function findOwner(username?: string): Promise<LibraryOwner> {
  if (username !== undefined) return findByUsername(username.toLowerCase())
  const admin = await accountsSql()
    .selectFrom('accounts')
    .select(['id', 'name'])
    .where('role', '=', 'admin')
    .where('disabled_at', 'is', null)
    .orderBy('created_at')
    .executeTakeFirst()
  if (admin) return admin
  const keeper = { username: 'library', firstName: 'Clipway', lastName: 'Library' }
  return { id: await ensureKeeper(keeper), name: 'Clipway Library' }
}

async function findByUsername(username: string): Promise<LibraryOwner> {
  const account = await accountsSql()
    .selectFrom('accounts')
    .select(['id', 'name'])
    .where('username', '=', username)
    .executeTakeFirst()
  if (!account) throw new NotFound(`Nobody here has the username ${username}.`)
  return account
}
