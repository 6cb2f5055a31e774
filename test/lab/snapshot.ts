/**
 * Prints everything of a machine that `destroy` promises to return: addresses, routes, sysctls, files, units, modules, table.
 * Which units are enabled or masked is told by links below /etc.
 */
export const snapshot = `
ip -o -4 address show | sed 's/ valid_lft.*//'
ip -4 route show table all | grep -v '^local\\|^broadcast'
ip -4 rule show
for path in /proc/sys/net/ipv4/conf/*/arp_ignore /proc/sys/net/ipv4/conf/*/arp_announce /proc/sys/net/ipv4/ip_forward; do
	echo "$path $(cat "$path")"
done
find /etc /usr/local /var/www /var/lib/pulumi-lvs -xdev '(' -type f -o -type l ')' -printf '%p %m %l\\n' 2>/dev/null | grep -v '^/etc/mtab ' | sort
find /etc /usr/local /var/www -xdev -type f -exec sha256sum {} + | sort -k 2
systemctl list-units --type=service --state=active,failed --no-legend --plain | awk '{ print $1, $3, $4 }'
lsmod | awk '{ print $1 }' | sort
[ ! -e /proc/net/ip_vs ] || ipvsadm -Sn
[ ! -d /sys/module/nf_tables ] || nft list ruleset
ls /sys/class/net
`;
