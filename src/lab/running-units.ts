/** The preparations on the machines of a lab for a unit that runs from their first moment. */
interface Preparation {
	/** Commands before its first start, in the template from which the machines are cloned. */
	readonly before?: string;
	/** Commands after it: the first use of a unit takes seconds under emulation. */
	readonly after?: string;
}

/** udev, which managers of networks ask about every device. Most labs do without it, for a faster boot. */
const udev = `rm -f /etc/systemd/system/systemd-udevd.service /etc/systemd/system/systemd-udevd-*.socket /etc/systemd/system/systemd-udev-trigger.service
systemctl daemon-reload
systemctl start systemd-udevd
udevadm trigger --settle --subsystem-match=net`;

/** The message bus, for managers that are controlled by it. Most labs do without it: with a bus, systemd reports everything that it does. */
const bus = `rm -f /etc/systemd/system/dbus.service /etc/systemd/system/dbus.socket
systemctl daemon-reload
systemctl start dbus.socket`;

/** Writes a program that tells a manager of the network which addresses a clone has. The clone's agent runs it. */
function tellAddresses(write: string, then: string): string {
	return `cat >/usr/local/sbin/lab-network <<'end'
#!/bin/sh
while read -r device _ address; do
${write}
done </etc/lab-network
${then}
end
chmod 755 /usr/local/sbin/lab-network`;
}

const preparations: Readonly<Record<string, Preparation>> = {
	docker: {
		after: `tar -C / -c bin/busybox | docker import - warm-up
docker run --name warm-up -d warm-up /bin/busybox sleep 1; docker rm -f warm-up; docker rmi warm-up`,
	},
	"systemd-networkd": {
		before: `${udev}
rm -f /etc/systemd/system/systemd-networkd.service /etc/systemd/system/systemd-networkd.socket
systemctl daemon-reload
${tellAddresses(
	`	printf '[Match]\\nName=%s\\n[Network]\\nAddress=%s\\nLinkLocalAddressing=no\\n' "$device" "$address" >"/etc/systemd/network/10-$device.network"`,
	"systemctl --no-block restart systemd-networkd",
)}`,
	},
	firewalld: { before: bus },
	NetworkManager: {
		before: `${udev}
${bus}
printf '[main]\\nno-auto-default=*\\n[keyfile]\\nunmanaged-devices=interface-name:eth0\\n' >/etc/NetworkManager/conf.d/lab.conf
${tellAddresses(
	`	file=/etc/NetworkManager/system-connections/$device.nmconnection
	printf '[connection]\\nid=%s\\ntype=ethernet\\ninterface-name=%s\\n[ipv4]\\nmethod=manual\\naddress1=%s\\n[ipv6]\\nmethod=disabled\\n' "$device" "$device" "$address" >"$file"
	chmod 600 "$file"`,
	"systemctl --no-block restart NetworkManager",
)}`,
	},
	networking: {
		before: tellAddresses(
			`	printf 'auto %s\\niface %s inet static\\n\\taddress %s\\n' "$device" "$device" "$address" >"/etc/network/interfaces.d/$device"
	mkdir -p /run/network
	echo "$device=$device" >>/run/network/ifstate
	echo "$device" >"/run/network/ifstate.$device"`,
			"true",
		),
	},
};

/** Commands that start the units which run in every clone. A rebooted machine has them too. */
export function startUnits(units: readonly string[]): string {
	if (units.length === 0) return "true";
	return [
		"set -e",
		...units.flatMap((unit) => [
			preparations[unit]?.before ?? "true",
			// we make the link by hand: systemctl would call the tool for init scripts, which finds no run levels in the image
			`ln -s /lib/systemd/system/${unit}.service /etc/systemd/system/multi-user.target.wants/`,
			`systemctl start ${unit}`,
			preparations[unit]?.after ?? "true",
		]),
		"sync",
	].join("\n");
}
