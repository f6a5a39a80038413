/** Layers of the storage nodes, by ring; `port` is filled in by the starter. */
export type SwiftNode = 'account' | 'container' | 'object'
export const SWIFT_NODES: SwiftNode[] = ['object', 'account', 'container']

/** Makes the three rings: one device, one copy, as there is one disk. */
export const RING_SCRIPT = `
import json, os, sys
from swift.common.ring import RingBuilder
folder, ports = sys.argv[1], json.loads(sys.argv[2])
for name, port in ports.items():
    builder = RingBuilder(4, 1, 1)
    builder.add_dev(dict(id=0, region=1, zone=1, ip='127.0.0.1', port=port, device='d1', weight=1.0,
                         replication_ip='127.0.0.1', replication_port=port, meta=''))
    builder.rebalance()
    builder.get_ring().save(os.path.join(folder, name + '.ring.gz'))
os.makedirs(os.path.join(folder, 'nodes', 'd1'))
probe = os.path.join(folder, 'nodes', 'd1')
os.setxattr(probe, 'user.probe', b'1')
`

/** Swift reads swift.conf from /etc/swift; this points it to the folder given before anything is loaded. */
export const SERVER_SCRIPT = `
import sys
folder, name = sys.argv[1], sys.argv[2]
from swift.common import utils
utils.set_swift_dir(folder)
from swift.common import constraints, storage_policy
constraints.reload_constraints()
storage_policy.reload_storage_policies()
from swift.common.wsgi import run_wsgi
sys.exit(run_wsgi(folder + '/' + name + '.conf', name, verbose=True) or 0)
`

export const SWIFT_CONF = `[swift-hash]
swift_hash_path_suffix = contract
swift_hash_path_prefix = contract
[storage-policy:0]
name = gold
default = yes
`

export function nodeConfig(folder: string, node: SwiftNode, port: number, user: string): string {
  return `[DEFAULT]
swift_dir = ${folder}
devices = ${folder}/nodes
mount_check = false
fallocate_reserve = 0
bind_ip = 127.0.0.1
bind_port = ${port}
workers = 0
user = ${user}
log_level = ERROR
[pipeline:main]
pipeline = ${node}-server
[app:${node}-server]
use = egg:swift#${node}
`
}

const FILTERS: Record<string, string> = {
  catch_errors: '',
  gatekeeper: '',
  healthcheck: '',
  cache: '',
  listing_formats: '',
  s3api: 's3_acl = false\ncheck_bucket_owner = false\nlocation = us-east-1\nallow_multipart_uploads = true',
  tempauth: 'user_test_tester = testing .admin',
  copy: '',
  slo: '',
  dlo: '',
}

export function proxyConfig(
  folder: string,
  { proxyPort, cachePort }: { proxyPort: number; cachePort: number },
  user: string,
): string {
  const filters = Object.entries(FILTERS).map(([name, settings]) =>
    name === 'cache'
      ? `[filter:cache]\nuse = egg:swift#memcache\nmemcache_servers = 127.0.0.1:${cachePort}\n`
      : `[filter:${name}]\nuse = egg:swift#${name}\n${settings}\n`,
  )
  return `[DEFAULT]
swift_dir = ${folder}
bind_ip = 127.0.0.1
bind_port = ${proxyPort}
workers = 0
user = ${user}
log_level = ERROR
[pipeline:main]
pipeline = ${Object.keys(FILTERS).join(' ')} proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
${filters.join('')}`
}
