/** One breakage, and the first line that must be said of it. */
export interface Broken {
	readonly name: string;
	/** The way of forwarding, in words. */
	readonly layout: string;
	/** In words, for the table in the documentation. */
	readonly breakage: string;
	/** Machine -> script of the shell. */
	readonly break: Readonly<Record<string, string>>;
	readonly mend: Readonly<Record<string, string>>;
	readonly says: RegExp;
	/** The service that is asked for, as ipvsadm names it. Default: port 80, by direct routing. */
	readonly service?: string;
	/** A machine that cannot be reached while it is broken. */
	readonly away?: string;
	/** The program that it needs, of the layout's machines. Default: the first one. */
	readonly program?: string;
	/** Part of every run; the others are in the campaign alone. */
	readonly always?: boolean;
}

/** The services of test/lab/diagnose-program.ts. */
const services = {
	nat: "-t 10.77.0.70:8080",
	tun: "-t 10.77.0.70:8000",
	fullnat: "-t 10.77.0.70:8081",
	marks: "-f 7",
	sticky: "-t 10.77.0.70:8082",
	dns: "-u 10.77.0.70:53",
	// of the program `more`
	site: "-t 10.77.0.70:8083",
	sql: "-t 10.77.0.70:3306",
	echo: "-u 10.77.0.70:5300",
};

export const filter = (
	table: string,
	hook: string,
	rule: string,
	priority = 0,
) =>
	`nft 'add table inet ${table}; add chain inet ${table} c { type filter hook ${hook} priority ${priority}; }; add rule inet ${table} c ${rule}'`;

/** A chain that drops whatever comes, but for connections that there are and for ours. */
const denied = (hook: string) =>
	`${filter("fw", hook, "ct state established accept")}; nft 'add rule inet fw c tcp dport 22 accept; add chain inet fw c { type filter hook ${hook} priority 0; policy drop; }'`;

/** A chain at the link, before all that is of IP. */
const atLink = (device: string, rule: string, hook = "ingress") =>
	`nft 'add table netdev fw; add chain netdev fw c { type filter hook ${hook} device ${device} priority 0; }; add rule netdev fw c ${rule}'`;

/** A chain that sees frames before, or without, packets of IPv4. */
const frames = (family: "arp" | "bridge", rule: string) =>
	`nft 'add table ${family} fw; add chain ${family} fw c { type filter hook input priority 0; }; add rule ${family} fw c ${rule}'`;

/** The hardware address of a neighbour, in `$mac`. */
export const learned = (address: string) =>
	`ping -qc1 -W1 ${address} >/dev/null; mac=$(ip neigh show ${address} | grep -o '52:[^ ]*' | head -n 1)`;

/** rs1's address and hardware address on a bridge, with its link as the port. */
const bridge = {
	made: `ip link add br0 type bridge stp_state 0 forward_delay 0; ip link set br0 address $(cat /sys/class/net/eth2/address)
ip addr del 10.88.0.11/24 dev eth2; ip link set eth2 master br0; ip addr add 10.88.0.11/24 dev br0; ip link set br0 up; sleep 1`,
	gone: "ip link set eth2 nomaster; ip link del br0; ip addr add 10.88.0.11/24 dev eth2; systemctl reload lvs-web-real-server; rmmod bridge stp llc; true",
};

/** Modules that came with iptables-legacy. */
const legacyModules = "rmmod iptable_raw iptable_filter ip_tables; true";

/** A program that runs until `ended`: a unit, as a pattern of its name would also find the shell that looks for it. */
const running = (python: string) =>
	`systemd-run -q --collect --unit broken-server python3 -uc '${python}'; sleep 2`;
const ended = "systemctl stop broken-server";

/** A server of UDP that says everything back. */
const echo = (address: string, port = 53) =>
	running(`import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("${address}", ${port}))
while True: s.sendto(*s.recvfrom(999))`);

/** A server of TCP that accepts, and says nothing. */
const accepting = (port: number) =>
	running(`import socket
s=socket.socket(); s.setsockopt(socket.SOL_SOCKET,socket.SO_REUSEADDR,1); s.bind(("",${port})); s.listen(50)
k=[]
while True: k.append(s.accept())`);

/** Takes away the way by which answers of containers go to the director: by the mark of their connection. */
const unmarked = `ip rule del $(ip rule show | sed -n 's/^[0-9]*:\\tfrom all \\(fwmark [^ ]*\\) .*/\\1/p')`;

/** Takes away both ways by which answers of NAT go to the director. */
const unrouted = `ip rule del ipproto tcp sport 8080; ${unmarked}`;

/**
 * What a container is to the packets of its host: another address behind a link of the host, and a rule that sends the port there. A server
 * listens in it on port 80.
 */
const container = {
	made: `sysctl -n net.ipv4.ip_forward >/tmp/forward; sysctl -qw net.ipv4.ip_forward=1
ip netns add box; ip link add box0 type veth peer name eth0 netns box; ip addr add 172.31.0.1/24 dev box0; ip link set box0 up
ip -n box addr add 172.31.0.2/24 dev eth0; ip -n box link set eth0 up; ip -n box link set lo up; ip -n box route add default via 172.31.0.1
systemd-run -q --collect --unit broken-server ip netns exec box python3 -m http.server -d /srv 80
nft 'add table ip box; add chain ip box c { type nat hook prerouting priority -100; }; add rule ip box c fib daddr type local tcp dport 8080 dnat to 172.31.0.2:80'
sleep 3`,
	gone: "systemctl stop broken-server; nft delete table ip box; ip link del box0; ip netns del box; sysctl -qw net.ipv4.ip_forward=$(cat /tmp/forward)",
};

/** A web server's first page is this status instead. */
const answering = (status: number) =>
	`echo 'RedirectMatch ${status} ^/$' >/etc/apache2/conf-enabled/broken.conf; systemctl reload apache2`;
const usualPages =
	"rm /etc/apache2/conf-enabled/broken.conf; systemctl reload apache2";

/** Web servers that have one site alone. */
const named = `cat >/etc/apache2/conf-enabled/broken.conf <<'END'
<If "%{SERVER_PORT} == '8083' && %{HTTP_HOST} != 'api.example'">
RedirectMatch 404 .*
</If>
END
systemctl reload apache2; sleep 1`;

/** Broken layouts, on the machines of labs/05-tun with a service for every way of forwarding. */
export const broken: readonly Broken[] = [
	{
		name: "sound-dr",
		layout: "dr",
		breakage: "none",
		break: {},
		mend: {},
		says: /every hop good/,
		always: true,
	},
	{
		name: "b1",
		layout: "dr",
		breakage: "nothing listens on rs1:80",
		break: { rs1: "systemctl stop apache2" },
		mend: { rs1: "systemctl start apache2" },
		says: /^rs1: no listener on VIP:80 /,
	},
	{
		name: "b2",
		layout: "dr",
		breakage: "rs1's web server listens on its own address only",
		break: {
			rs1: "sed -i 's/^Listen 80$/Listen 10.88.0.11:80/' /etc/apache2/ports.conf; systemctl restart apache2",
		},
		mend: {
			rs1: "sed -i 's/^Listen 10.88.0.11:80$/Listen 80/' /etc/apache2/ports.conf; systemctl restart apache2",
		},
		says: /^rs1: listens on 10\.88\.0\.11:80, not on the VIP/,
	},
	{
		name: "b2-lo",
		layout: "dr",
		breakage: "rs1's web server listens on 127.0.0.1 only",
		break: {
			rs1: "sed -i 's/^Listen 80$/Listen 127.0.0.1:80/' /etc/apache2/ports.conf; systemctl restart apache2",
		},
		mend: {
			rs1: "sed -i 's/^Listen 127.0.0.1:80$/Listen 80/' /etc/apache2/ports.conf; systemctl restart apache2",
		},
		says: /^rs1: listens on 127\.0\.0\.1:80, not on the VIP/,
	},
	{
		name: "b3",
		layout: "dr",
		breakage: "rs1's web server listens on 8090",
		break: {
			rs1: "sed -i 's/^Listen 80$/Listen 8090/' /etc/apache2/ports.conf; systemctl restart apache2",
		},
		mend: {
			rs1: "sed -i 's/^Listen 8090$/Listen 80/' /etc/apache2/ports.conf; systemctl restart apache2",
		},
		says: /^rs1: no listener on VIP:80 .*\b8090\b.*, and lb maps no ports/,
	},
	{
		name: "b4",
		layout: "dr",
		breakage: "VIP not on rs1's lo",
		break: { rs1: "ip addr del 10.77.0.70/32 dev tunl0" },
		mend: { rs1: "ip addr add 10.77.0.70/32 dev tunl0" },
		says: /^rs1: has no VIP/,
	},
	{
		name: "b4-link",
		layout: "dr",
		breakage: "VIP on rs1's link too, client's neighbour table learned rs1",
		break: {
			rs1: "ip addr add 10.77.0.70/32 dev eth1",
			client: `${learned("10.77.0.11")}; ip neigh replace 10.77.0.70 lladdr $mac dev eth1 nud stale`,
		},
		mend: {
			rs1: "ip addr del 10.77.0.70/32 dev eth1",
			client: "ip neigh del 10.77.0.70 dev eth1",
		},
		says: /^client: the VIP 10\.77\.0\.70 is at rs1's hardware address .*; lb is passed by \(rs1 has the VIP on its link eth1\)/,
	},
	{
		name: "b5",
		layout: "dr",
		breakage: "rs1's filter drops port 80",
		break: { rs1: filter("fw", "input", "tcp dport 80 drop") },
		mend: { rs1: "nft delete table inet fw" },
		says: /^rs1: its filter drops the request: table inet fw, chain c, rule "tcp dport 80 drop"/,
		always: true,
	},
	{
		name: "b5-legacy",
		layout: "dr",
		breakage: "rs1's iptables-legacy drops port 80",
		break: { rs1: "iptables-legacy -A INPUT -p tcp --dport 80 -j DROP" },
		mend: {
			rs1: "iptables-legacy -D INPUT -p tcp --dport 80 -j DROP; rmmod iptable_filter ip_tables",
		},
		says: /^rs1: its filter drops the request: iptables-legacy, table filter, chain INPUT, rule "-p tcp -m tcp --dport 80 -j DROP"/,
	},
	{
		name: "b5-raw",
		layout: "dr",
		breakage: "rs1's filter drops port 80 in prerouting",
		break: { rs1: filter("fw", "prerouting", "tcp dport 80 drop", -300) },
		mend: { rs1: "nft delete table inet fw" },
		says: /^rs1: its filter drops the request: table inet fw, chain c, rule "tcp dport 80 drop"/,
	},
	{
		name: "b5-policy",
		layout: "dr",
		breakage: "rs1's filter drops all that it does not know",
		break: { rs1: denied("input") },
		mend: { rs1: "nft delete table inet fw" },
		says: /^rs1: its filter drops the request: table inet fw, chain c, policy drop/,
	},
	{
		name: "b5-reject",
		layout: "dr",
		breakage: "rs1's filter rejects port 80",
		break: { rs1: filter("fw", "input", "tcp dport 80 reject with tcp reset") },
		mend: { rs1: "nft delete table inet fw" },
		says: /^rs1: its filter drops the request: table inet fw, chain c, rule "tcp dport 80 reject with tcp reset"/,
	},
	{
		name: "b5-iptables",
		layout: "dr",
		breakage: "rs1's iptables-nft drops port 80",
		break: { rs1: "iptables -A INPUT -p tcp --dport 80 -j DROP" },
		mend: { rs1: "nft delete table ip filter" },
		says: /^rs1: its filter drops the request: table ip filter, chain INPUT, rule "tcp dport 80 .*drop"/,
	},
	{
		name: "b5-ufw",
		layout: "dr",
		breakage: "ufw is switched on on rs1, with port 22 alone",
		break: { rs1: "ufw allow 22; ufw --force enable" },
		mend: {
			rs1: "ufw --force reset; ufw --force disable; nft delete table ip filter; nft delete table ip6 filter",
		},
		says: /^rs1: its filter drops the request: table ip filter, chain INPUT, policy drop/,
	},
	{
		name: "b5-legacy-policy",
		layout: "dr",
		breakage: "rs1's iptables-legacy drops all that it does not know",
		break: {
			rs1: "iptables-legacy -A INPUT -p tcp --dport 22 -j ACCEPT; iptables-legacy -P INPUT DROP",
		},
		mend: {
			rs1: `iptables-legacy -P INPUT ACCEPT; iptables-legacy -F; ${legacyModules}`,
		},
		says: /^rs1: its filter drops the request: iptables-legacy, table filter, chain INPUT, policy DROP/,
	},
	{
		name: "b5-legacy-raw",
		layout: "dr",
		breakage: "rs1's iptables-legacy drops port 80 in table raw",
		break: {
			rs1: "iptables-legacy -t raw -A PREROUTING -p tcp --dport 80 -j DROP",
		},
		mend: { rs1: `iptables-legacy -t raw -F; ${legacyModules}` },
		says: /^rs1: its filter drops the request: iptables-legacy, table raw, chain PREROUTING, rule "-p tcp -m tcp --dport 80 -j DROP"/,
	},
	{
		name: "b5-link",
		layout: "dr",
		breakage: "rs1's filter at the link drops port 80",
		break: { rs1: atLink("eth2", "tcp dport 80 drop") },
		mend: { rs1: "nft delete table netdev fw" },
		says: /^rs1: its filter drops the request: table netdev fw, chain c, rule "tcp dport 80 drop"/,
	},
	{
		name: "b5-tc",
		layout: "dr",
		breakage: "rs1's traffic control drops port 80",
		break: {
			rs1: "tc qdisc add dev eth2 clsact; tc filter add dev eth2 ingress protocol ip flower ip_proto tcp dst_port 80 action drop",
		},
		mend: { rs1: "tc qdisc del dev eth2 clsact" },
		says: /^rs1: its filter drops the request: traffic control, tc filter show dev eth2 ingress/,
	},
	{
		name: "b5-out",
		layout: "dr",
		breakage: "rs1's filter drops its answers",
		break: { rs1: filter("fw", "output", "tcp sport 80 drop") },
		mend: { rs1: "nft delete table inet fw" },
		says: /^rs1: its filter drops its own answer: table inet fw, chain c, rule "tcp sport 80 drop"/,
	},
	{
		name: "b5-out-long",
		layout: "dr",
		breakage: "rs1's filter drops its long answers",
		break: {
			rs1: filter("fw", "output", "tcp sport 80 meta length > 200 drop"),
		},
		mend: { rs1: "nft delete table inet fw" },
		says: /^rs1: its filter drops its own answer: table inet fw, chain c, rule "tcp sport 80 meta length > 200 drop"/,
	},
	{
		name: "b5-state",
		layout: "dr",
		breakage: "rs1's filter drops what belongs to a connection",
		break: {
			rs1: filter("fw", "input", "tcp dport 80 ct state established drop"),
		},
		mend: { rs1: "nft delete table inet fw" },
		says: /^rs1: its filter drops the request: table inet fw, chain c, rule "tcp dport 80 ct state established drop"/,
	},
	{
		name: "b5-full",
		layout: "dr",
		breakage:
			"rs1's traffic control loses its longer packets, as a link with a smaller MTU does",
		break: {
			rs1: "tc qdisc add dev eth1 clsact; tc filter add dev eth1 egress protocol ip u32 match u16 0x0100 0xff00 at 2 action drop",
		},
		mend: { rs1: "tc qdisc del dev eth1 clsact" },
		says: /^rs1: the connection came about, and what rs1 answers \(\d+ packets?\) left rs1 and did not come to client: packets of full size may be lost on the way, or dropped by traffic control on eth1/,
	},
	{
		name: "b5-redirect",
		layout: "dr",
		breakage: "a rule on rs1 sends port 80 to 8091, where nobody listens",
		break: {
			rs1: "nft 'add table ip box; add chain ip box c { type nat hook prerouting priority -100; }; add rule ip box c tcp dport 80 redirect to :8091'",
		},
		mend: { rs1: "nft delete table ip box" },
		says: /^rs1: a rule sends the request to 10\.88\.0\.11:8091, and nobody listens there: table ip box, chain c, rule "tcp dport 80 redirect to :8091"/,
	},
	{
		name: "b5-unit",
		layout: "dr",
		breakage: "rs1's unit of the web server refuses the client's address",
		break: {
			rs1: "systemctl set-property --runtime apache2 IPAddressDeny=10.77.0.14",
		},
		mend: {
			rs1: "systemctl set-property --runtime apache2 IPAddressDeny=; rm -r /run/systemd/system.control/apache2.service.d; systemctl daemon-reload",
		},
		says: /^rs1: its kernel drops the request: a filter of the program's socket or unit refuses it, as IPAddressDeny= of systemd does \(the kernel counted SOCKET_FILTER \d+\)/,
	},
	{
		name: "b6",
		layout: "dr",
		breakage: "rs1 rp_filter=1, way back by another link",
		break: {
			rs1: "sysctl -qw net.ipv4.conf.eth2.rp_filter=1 net.ipv4.conf.all.rp_filter=1",
		},
		mend: {
			rs1: "sysctl -qw net.ipv4.conf.eth2.rp_filter=0 net.ipv4.conf.all.rp_filter=0",
		},
		says: /^rs1: reverse path filter on eth2: /,
	},
	{
		name: "b6-all",
		layout: "dr",
		breakage: "rs1 rp_filter=1 on all, way back by another link",
		break: {
			rs1: "sysctl -qw net.ipv4.conf.eth2.rp_filter=0 net.ipv4.conf.all.rp_filter=1",
		},
		mend: { rs1: "sysctl -qw net.ipv4.conf.all.rp_filter=0" },
		says: /^rs1: reverse path filter on eth2: net\.ipv4\.conf\.all\.rp_filter = 1/,
	},
	{
		name: "b7",
		layout: "dr",
		breakage: "rs1 has no route to the client",
		break: { rs1: "ip route add unreachable 10.77.0.14/32" },
		mend: { rs1: "ip route del unreachable 10.77.0.14/32" },
		says: /^rs1: no route to 10\.77\.0\.14/,
	},
	{
		name: "b7-link",
		layout: "dr",
		breakage:
			"rs1's route to the client's network is gone, and it has a default route",
		break: {
			rs1: "ip route replace default via 10.0.2.2; ip route del 10.77.0.0/24 dev eth1",
		},
		mend: { rs1: "ip route add 10.77.0.0/24 dev eth1 src 10.77.0.11" },
		says: /^rs1: no route to 10\.77\.0\.14 by eth1, where it has 10\.77\.0\.11\/24: the answer leaves by eth0 to 10\.0\.2\.2/,
	},
	{
		name: "b7-down",
		layout: "dr",
		breakage: "rs1's link to the client is down",
		break: {
			rs1: "ip route replace default via 10.0.2.2; ip link set eth1 down",
		},
		mend: { rs1: "ip link set eth1 up; systemctl reload lvs-web-real-server" },
		says: /^rs1: its link eth1, in whose network 10\.77\.0\.14 is, is down: the answer leaves by eth0 to 10\.0\.2\.2/,
	},
	{
		name: "b7-rule",
		layout: "dr",
		breakage:
			"rs1's own rule of routing sends the answers of the VIP another way",
		break: {
			rs1: "ip route add default via 10.0.2.2 dev eth0 table 100; ip rule add from 10.77.0.70 lookup 100 pref 100",
		},
		mend: { rs1: "ip rule del pref 100; ip route flush table 100" },
		says: /^rs1: the answer leaves by eth0 to 10\.0\.2\.2 and is lost: its rule "100: from 10\.77\.0\.70 lookup 100" is asked before the main table/,
	},
	{
		name: "b7-gateway",
		layout: "dr",
		breakage: "rs1's gateway to the client is lb",
		break: { rs1: "ip route add 10.77.0.14/32 via 10.88.0.10 dev eth2" },
		mend: { rs1: "ip route del 10.77.0.14/32 via 10.88.0.10 dev eth2" },
		says: /^rs1: the answer goes to lb \(10\.88\.0\.10\) as its gateway, and lb drops it: its source is lb's own VIP/,
	},
	{
		name: "b8",
		layout: "dr",
		breakage: "rs1's link down",
		break: { rs1: "ip link set eth2 down" },
		mend: {
			// the routes of the link went with it
			rs1: "ip link set eth2 up; systemctl reload lvs-web-real-server",
			lb: "ip neigh flush all",
		},
		says: /^lb: rs1 \(10\.88\.0\.11\) does not answer ARP/,
	},
	{
		name: "b8-noarp",
		layout: "dr",
		breakage: "rs1's link does no ARP",
		break: { rs1: "ip link set eth2 arp off", lb: "ip neigh flush all" },
		mend: { rs1: "ip link set eth2 arp on", lb: "ip neigh flush all" },
		says: /^lb: rs1 \(10\.88\.0\.11\) does not answer ARP on eth2: rs1 has it on eth2, which neither asks nor answers ARP \(NOARP\)/,
	},
	{
		name: "b8-off",
		away: "rs1",
		layout: "dr",
		breakage: "rs1 is not on any link, as if it were switched off",
		break: {
			// a unit, so that the session on rs1 ends before its links do
			rs1: `systemd-run -q --collect --unit broken-server sh -c 'sleep 3; for link in eth0 eth1 eth2; do ip link set $link down; done; sleep 30
for link in eth0 eth1 eth2; do ip link set $link up; done; ip route replace default via 10.0.2.2; systemctl reload lvs-web-real-server'`,
			lb: "sleep 6; ip neigh flush all; ! ping -qc1 -W1 10.88.0.11",
		},
		mend: {
			lb: "timeout 60 sh -c 'until ping -qc1 -W1 10.88.0.11; do sleep 1; done'",
			rs1: "while systemctl -q is-active broken-server; do sleep 1; done",
		},
		says: /^lb: rs1 \(10\.88\.0\.11\) does not answer ARP on eth2; it cannot be reached by us either/,
	},
	{
		name: "b9",
		layout: "dr",
		breakage: "rs1 arp_ignore=0, client's neighbour table learned rs1",
		break: {
			rs1: "sysctl -qw net.ipv4.conf.eth1.arp_ignore=0",
			client:
				"ip neigh replace 10.77.0.70 lladdr $(ip neigh show 10.77.0.11 | grep -o '52:[^ ]*' || { ping -qc1 -W1 10.77.0.11 >/dev/null; ip neigh show 10.77.0.11 | grep -o '52:[^ ]*'; }) dev eth1 nud stale",
		},
		mend: {
			rs1: "sysctl -qw net.ipv4.conf.eth1.arp_ignore=1",
			client: "ip neigh del 10.77.0.70 dev eth1",
		},
		says: /^client: the VIP 10\.77\.0\.70 is at rs1's hardware address .*; lb is passed by/,
	},
	{
		name: "b11",
		layout: "dr",
		breakage: "VIP on no link of lb",
		break: {
			lb: "ip addr del 10.77.0.70/32 dev eth1",
			client: "ip neigh flush all",
		},
		mend: {
			lb: "ip addr add 10.77.0.70/32 dev eth1",
			client: "ip neigh flush all",
		},
		says: /^client: nobody answers ARP for the VIP 10\.77\.0\.70: lb has it on no link/,
	},
	{
		name: "b11-known",
		layout: "dr",
		breakage:
			"VIP on no link of lb, and the client has known its hardware address until now",
		break: { lb: "ip addr del 10.77.0.70/32 dev eth1" },
		mend: {
			lb: "ip addr add 10.77.0.70/32 dev eth1",
			client: "ip neigh flush all",
		},
		says: /^(client: nobody answers ARP for the VIP 10\.77\.0\.70: lb has it on no link|lb: has the VIP 10\.77\.0\.70 on no link)/,
	},
	{
		name: "b11-down",
		layout: "dr",
		breakage: "lb's link to the client is down",
		break: { lb: "ip link set eth1 down", client: "ip neigh flush all" },
		mend: {
			lb: "ip link set eth1 up; systemctl reload lvs-web-director",
			client: "ip neigh flush all",
		},
		says: /^client: nobody answers ARP for the VIP 10\.77\.0\.70: lb has it, but its link eth1 is down/,
	},
	{
		name: "b12",
		layout: "dr",
		breakage: "ipvsadm -C",
		break: { lb: "ipvsadm -Sn >/tmp/rules; ipvsadm -C" },
		mend: { lb: "ipvsadm -R </tmp/rules" },
		says: /^lb: no service for 10\.77\.0\.70:80/,
	},
	{
		name: "b13",
		layout: "dr",
		breakage: "all weights 0",
		break: {
			lb: "ipvsadm -e -t 10.77.0.70:80 -r 10.88.0.11 -g -w 0; ipvsadm -e -t 10.77.0.70:80 -r 10.88.0.12 -g -w 0",
		},
		mend: {
			lb: "ipvsadm -e -t 10.77.0.70:80 -r 10.88.0.11 -g -w 2; ipvsadm -e -t 10.77.0.70:80 -r 10.88.0.12 -g -w 3",
		},
		says: /^lb: no server may take it: .* weight 0/,
	},
	{
		name: "b13-none",
		layout: "dr",
		breakage: "the service has no servers",
		break: {
			lb: "ipvsadm -d -t 10.77.0.70:80 -r 10.88.0.11; ipvsadm -d -t 10.77.0.70:80 -r 10.88.0.12",
		},
		mend: {
			lb: "ipvsadm -a -t 10.77.0.70:80 -r 10.88.0.11 -g -w 2; ipvsadm -a -t 10.77.0.70:80 -r 10.88.0.12 -g -w 3",
		},
		says: /^lb: no server may take it: .* has no real server/,
	},
	{
		name: "b13-method",
		layout: "dr",
		breakage: "rs1 was added by hand with another method",
		break: { lb: "ipvsadm -e -t 10.77.0.70:80 -r 10.88.0.11 -m -w 2" },
		mend: { lb: "ipvsadm -e -t 10.77.0.70:80 -r 10.88.0.11 -g -w 2" },
		says: /^lb: sends to rs1 by -m \(NAT\) at 10\.88\.0\.11:80, and -g \(direct routing\) is declared/,
	},
	{
		name: "b13-port",
		layout: "nat",
		service: services.nat,
		breakage: "rs1 was added by hand with another port",
		break: {
			lb: "ipvsadm -d -t 10.77.0.70:8080 -r 10.88.0.11:8080; ipvsadm -a -t 10.77.0.70:8080 -r 10.88.0.11:8090 -m -w 2",
		},
		mend: {
			lb: "ipvsadm -d -t 10.77.0.70:8080 -r 10.88.0.11:8090; ipvsadm -a -t 10.77.0.70:8080 -r 10.88.0.11:8080 -m -w 2",
		},
		says: /^lb: sends to rs1 at 10\.88\.0\.11:8090, and 10\.88\.0\.11:8080 is declared/,
	},
	{
		name: "b13-stranger",
		layout: "dr",
		breakage: "somebody added a real server that is not declared",
		break: { lb: "ipvsadm -a -t 10.77.0.70:80 -r 10.88.0.99 -g -w 9" },
		mend: { lb: "ipvsadm -d -t 10.77.0.70:80 -r 10.88.0.99" },
		says: /^lb: IPVS chose 10\.88\.0\.99:80, which is not declared for -t 10\.77\.0\.70:80/,
	},
	{
		name: "b15",
		layout: "dr",
		breakage: "lb's input drops port 80",
		break: { lb: filter("fw", "input", "tcp dport 80 drop") },
		mend: { lb: "nft delete table inet fw" },
		says: /^lb: its filter drops the request: table inet fw, chain c, rule "tcp dport 80 drop"/,
	},
	{
		name: "b15-legacy",
		layout: "dr",
		breakage: "lb's iptables-legacy rejects port 80",
		break: { lb: "iptables-legacy -A INPUT -p tcp --dport 80 -j REJECT" },
		mend: { lb: `iptables-legacy -F; ${legacyModules}` },
		says: /^lb: its filter drops the request: iptables-legacy, table filter, chain INPUT, rule "-p tcp -m tcp --dport 80 -j REJECT/,
	},
	{
		name: "b15-link",
		layout: "dr",
		breakage: "lb's filter at the link drops port 80",
		break: { lb: atLink("eth1", "tcp dport 80 drop") },
		mend: { lb: "nft delete table netdev fw" },
		says: /^lb: its filter drops the request: table netdev fw, chain c, rule "tcp dport 80 drop"/,
	},
	{
		name: "b15-out",
		layout: "dr",
		breakage: "lb's filter drops what it sends to real servers",
		break: { lb: filter("fw", "output", "oifname eth2 tcp dport 80 drop") },
		mend: { lb: "nft delete table inet fw" },
		says: /^lb: its filter drops the request on its way to rs\d: table inet fw, chain c, rule "oifname "eth2" tcp dport 80 drop"/,
	},
	{
		name: "b15-egress",
		layout: "dr",
		breakage: "lb's filter where packets leave by the link drops port 80",
		break: { lb: atLink("eth2", "tcp dport 80 drop", "egress") },
		mend: { lb: "nft delete table netdev fw" },
		says: /^lb: its filter drops the request on its way to rs\d: table netdev fw, chain c, rule "tcp dport 80 drop"/,
	},
	{
		name: "b5-egress",
		layout: "dr",
		breakage: "rs1's filter where packets leave by the link drops its answers",
		break: { rs1: atLink("eth1", "tcp sport 80 drop", "egress") },
		mend: { rs1: "nft delete table netdev fw" },
		says: /^rs1: its filter drops its own answer: table netdev fw, chain c, rule "tcp sport 80 drop"/,
	},
	{
		name: "b5-bridge",
		layout: "dr",
		breakage: "rs1's address is on a bridge, whose filter drops port 80",
		break: {
			rs1: `${bridge.made}; ${frames("bridge", "ip daddr 10.77.0.70 tcp dport 80 drop")}`,
		},
		mend: { rs1: `nft delete table bridge fw; ${bridge.gone}` },
		says: /^rs1: nothing of the probe came in: .*lost on the way, or dropped by a filter of bridges \(table bridge fw, chain c, rule "ip daddr 10\.77\.0\.70 tcp dport 80 drop"\) of rs1$/,
	},
	{
		name: "b5-bridge-tc",
		layout: "dr",
		breakage:
			"rs1's address is on a bridge, and traffic control of its port drops port 80",
		break: {
			rs1: `${bridge.made}; tc qdisc add dev eth2 clsact; tc filter add dev eth2 ingress protocol ip flower ip_proto tcp dst_port 80 action drop`,
		},
		mend: { rs1: `tc qdisc del dev eth2 clsact; ${bridge.gone}` },
		says: /^rs1: its filter drops the request: traffic control, tc filter show dev eth2 ingress/,
	},
	{
		name: "b7-mac",
		layout: "dr",
		breakage: "rs1 has another hardware address for the client",
		break: {
			rs1: "ip neigh replace 10.77.0.14 lladdr 52:54:00:00:00:99 dev eth1 nud permanent",
		},
		mend: { rs1: "ip neigh del 10.77.0.14 dev eth1" },
		says: /^rs1: client's 10\.77\.0\.14 is at the hardware address 52:54:00:00:00:99, which is none of client's, and the answer goes there/,
	},
	{
		name: "b8-arp",
		layout: "dr",
		breakage: "rs1's filter of ARP drops what asks for its address",
		break: {
			rs1: frames("arp", "arp daddr ip 10.88.0.11 drop"),
			lb: "ip neigh flush all",
		},
		mend: { rs1: "nft delete table arp fw", lb: "ip neigh flush all" },
		says: /^lb: rs1 \(10\.88\.0\.11\) does not answer ARP on eth2: rs1 has it on eth2, and its filter of ARP drops the question or the answer: table arp fw, chain c, rule "arp daddr ip 10\.88\.0\.11 drop"/,
	},
	{
		name: "b11-arp",
		layout: "dr",
		breakage:
			"lb's filter of ARP drops what asks for the VIP, as if lb had been a real server",
		break: {
			lb: frames("arp", "arp daddr ip 10.77.0.70 drop"),
			client: "ip neigh flush all",
		},
		mend: { lb: "nft delete table arp fw", client: "ip neigh flush all" },
		says: /^client: nobody answers ARP for the VIP 10\.77\.0\.70: lb has it on eth1, and its filter of ARP drops the question or the answer: table arp fw, chain c, rule "arp daddr ip 10\.77\.0\.70 drop"/,
	},
	{
		name: "b11-filter",
		layout: "dr",
		breakage: "lb arp_filter=1, way back to the client by another link",
		break: {
			lb: "sysctl -qw net.ipv4.conf.eth1.arp_filter=1; ip route add 10.77.0.14/32 dev eth2",
			client: "ip neigh flush all",
		},
		mend: {
			lb: "sysctl -qw net.ipv4.conf.eth1.arp_filter=0; ip route del 10.77.0.14/32 dev eth2",
			client: "ip neigh flush all",
		},
		says: /^client: nobody answers ARP for the VIP 10\.77\.0\.70: lb has it on eth1 and keeps silent: net\.ipv4\.conf\.eth1\.arp_filter = 1, and its way back is by eth2/,
	},
	...(["router", "neighbour"] as const).map(
		(asker): Broken => ({
			name: `b6-lb-${asker}`,
			layout: "dr",
			breakage: `lb rp_filter=2 and no way back to the client, which is in another network, and a ${asker} asks for the VIP by ARP`,
			break: {
				lb: "sysctl -qw net.ipv4.conf.eth1.rp_filter=2; ip route show default >/tmp/default; ip route del default; true",
				client: `sysctl -qw net.ipv4.conf.eth1.arp_announce=${asker === "router" ? 2 : 0}; ip addr add 10.99.0.14/32 dev lo; ip route add 10.77.0.70/32 dev eth1 src 10.99.0.14; ip neigh flush all`,
			},
			mend: {
				lb: "sysctl -qw net.ipv4.conf.eth1.rp_filter=0; [ ! -s /tmp/default ] || ip route add $(cat /tmp/default)",
				client:
					"ip route del 10.77.0.70/32; ip addr del 10.99.0.14/32 dev lo; sysctl -qw net.ipv4.conf.eth1.arp_announce=0; ip neigh flush all",
			},
			says:
				asker === "router"
					? /^lb: reverse path filter on eth1: net\.ipv4\.conf\.eth1\.rp_filter = 2, and no route to 10\.99\.0\.14: Network is unreachable/
					: /^client: nobody answers ARP for the VIP 10\.77\.0\.70: lb has it on eth1 and keeps silent: net\.ipv4\.conf\.eth1\.rp_filter = 2, and it has no way back: Network is unreachable/,
		}),
	),
	{
		name: "sound-404",
		layout: "dr",
		breakage: "none, and both real servers answer 404 to the first page",
		break: {
			rs1: answering(404),
			rs2: answering(404),
		},
		mend: {
			rs1: usualPages,
			rs2: usualPages,
		},
		says: /every hop good/,
	},
	{
		name: "b15-route",
		layout: "dr",
		breakage: "lb has no route to rs1",
		break: { lb: "ip route add unreachable 10.88.0.11" },
		mend: { lb: "ip route del unreachable 10.88.0.11" },
		says: /^lb: no route to rs1 \(10\.88\.0\.11\)/,
	},
	{
		name: "client-out",
		layout: "dr",
		breakage: "the client's own filter drops its requests",
		break: { client: filter("fw", "output", "tcp dport 80 drop") },
		mend: { client: "nft delete table inet fw" },
		says: /^client: its own filter drops the request: table inet fw, chain c, rule "tcp dport 80 drop"/,
	},
	{
		name: "client-in",
		layout: "dr",
		breakage: "the client's own filter drops the answers",
		break: { client: filter("fw", "input", "tcp sport 80 drop") },
		mend: { client: "nft delete table inet fw" },
		says: /^client: its filter drops the answer: table inet fw, chain c, rule "tcp sport 80 drop"/,
	},
	{
		name: "client-in-long",
		layout: "dr",
		breakage: "the client's own filter drops the long answers",
		break: {
			client: filter("fw", "input", "tcp sport 80 meta length > 200 drop"),
		},
		mend: { client: "nft delete table inet fw" },
		says: /^client: its filter drops the answer: table inet fw, chain c, rule "tcp sport 80 meta length > 200 drop"/,
	},
	{
		name: "b25",
		layout: "dr",
		breakage: "rs1 answers 500",
		break: {
			rs1: answering(500),
		},
		mend: {
			rs1: usualPages,
		},
		says: /^rs1: answered 500 in \d+ ms/,
	},
	{
		name: "b25-403",
		layout: "dr",
		breakage: "rs1 answers 403, and rs2 the page",
		break: { rs1: answering(403) },
		mend: { rs1: usualPages },
		says: /^rs1: answered 403 to http:\/\/10\.77\.0\.70:80\/, and rs2 answered 200/,
	},
	{
		name: "b25-silent",
		layout: "dr",
		breakage: "rs1 accepts and never answers",
		break: {
			rs1: `systemctl stop apache2; ${accepting(80)}`,
		},
		mend: { rs1: `${ended}; systemctl start apache2` },
		says: /^rs1: accepted, silent/,
	},
	...Object.entries(services)
		.filter(([name]) => ["nat", "tun", "fullnat", "marks"].includes(name))
		.map(([layout, service]) => ({
			name: `sound-${layout}`,
			layout,
			breakage: "none",
			break: {},
			mend: {},
			says: /every hop good/,
			service,
			always: layout === "nat",
		})),
	{
		name: "b14",
		layout: "marks",
		service: services.marks,
		breakage: "nftables flushed",
		break: { lb: "nft list ruleset >/tmp/ruleset; nft flush ruleset" },
		mend: { lb: "nft -f /tmp/ruleset" },
		says: /^lb: the packet to 10\.77\.0\.70:\d+ gets no mark/,
	},
	{
		name: "b14-other",
		layout: "marks",
		service: services.marks,
		breakage: "another rule sets another mark",
		break: { lb: filter("fw", "prerouting", "tcp dport 8888 meta mark set 9") },
		mend: { lb: "nft delete table inet fw" },
		says: /^lb: the packet to 10\.77\.0\.70:8888 gets mark 9, and the service -f 7 takes those with mark 7/,
	},
	{
		name: "b16",
		layout: "nat",
		service: services.nat,
		breakage: "ip_forward=0 on lb",
		break: { lb: "sysctl -qw net.ipv4.ip_forward=0" },
		mend: { lb: "sysctl -qw net.ipv4.ip_forward=1" },
		says: /^lb: net\.ipv4\.ip_forward = 0/,
	},
	{
		name: "b17",
		layout: "nat",
		service: services.nat,
		breakage: "lb's forward chain drops the answers",
		break: { lb: filter("fw", "forward", "tcp sport 8080 drop") },
		mend: { lb: "nft delete table inet fw" },
		says: /^lb: its filter drops the answer, rs\d -> client: table inet fw, chain c, rule "tcp sport 8080 drop"/,
		always: true,
	},
	{
		name: "b17-long",
		layout: "nat",
		service: services.nat,
		breakage: "lb's forward chain drops the long answers",
		break: {
			lb: filter("fw", "forward", "tcp sport 8080 meta length > 200 drop"),
		},
		mend: { lb: "nft delete table inet fw" },
		says: /^lb: its filter drops the answer, rs\d -> client: table inet fw, chain c, rule "tcp sport 8080 meta length > 200 drop"/,
	},
	{
		name: "b17-policy",
		layout: "nat",
		service: services.nat,
		breakage: "lb's iptables has the policy DROP in FORWARD, as docker sets it",
		break: { lb: "iptables -P FORWARD DROP" },
		mend: { lb: "nft delete table ip filter" },
		says: /^lb: its filter drops the answer, rs\d -> client: table ip filter, chain FORWARD, policy drop/,
	},
	{
		name: "b17-legacy",
		layout: "nat",
		service: services.nat,
		breakage: "lb's iptables-legacy has the policy DROP in FORWARD",
		break: { lb: "iptables-legacy -P FORWARD DROP" },
		mend: { lb: `iptables-legacy -P FORWARD ACCEPT; ${legacyModules}` },
		says: /^lb: its filter drops the answer, rs\d -> client: iptables-legacy, table filter, chain FORWARD, policy DROP/,
	},
	{
		name: "b17-route",
		layout: "nat",
		service: services.nat,
		breakage:
			"lb's route to the client's network is gone, and it has a default route",
		break: {
			lb: "ip route replace default via 10.0.2.2; ip route del 10.77.0.0/24 dev eth1",
		},
		mend: { lb: "ip route add 10.77.0.0/24 dev eth1 src 10.77.0.10" },
		says: /^lb: no route to 10\.77\.0\.14 by eth1, where it has 10\.77\.0\.10\/24: the answer leaves by eth0/,
	},
	{
		name: "b17-none",
		layout: "nat",
		service: services.nat,
		breakage: "lb has no route to the client",
		break: { lb: "ip route add unreachable 10.77.0.14/32" },
		mend: { lb: "ip route del unreachable 10.77.0.14/32" },
		says: /^lb: no route to 10\.77\.0\.14: .*: it cannot send on the answer, rs\d -> client/,
	},
	{
		name: "b17-egress",
		layout: "nat",
		service: services.nat,
		breakage: "lb's filter where packets leave by the link drops the answers",
		break: { lb: atLink("eth1", "tcp sport 8080 drop", "egress") },
		mend: { lb: "nft delete table netdev fw" },
		says: /^lb: its filter drops the answer, rs\d -> client: table netdev fw, chain c, rule "tcp sport 8080 drop"/,
	},
	{
		name: "b18-mac",
		layout: "nat",
		service: services.nat,
		breakage: "rs1 has rs2's hardware address for lb",
		break: {
			rs1: `${learned("10.88.0.12")}; ip neigh replace 10.88.0.10 lladdr $mac dev eth2 nud permanent`,
		},
		mend: { rs1: "ip neigh del 10.88.0.10 dev eth2" },
		says: /^rs1: lb's 10\.88\.0\.10 is at rs2's hardware address 52:[0-9a-f:]+, and the answer goes there/,
	},
	{
		name: "b18",
		layout: "nat",
		service: services.nat,
		breakage: "rs1's gateway to the client is not lb, no rule of ours",
		break: {
			rs1: `${unrouted}; ip route add 10.77.0.14 via 10.77.0.12`,
		},
		mend: {
			rs1: "ip route del 10.77.0.14 via 10.77.0.12; systemctl reload lvs-web-real-server",
		},
		says: /^rs1: the answer leaves by eth1 to 10\.77\.0\.12, not to lb/,
	},
	{
		name: "b19",
		layout: "nat",
		service: services.nat,
		breakage: "rs1 has a way of its own to the client on the same link",
		break: { rs1: unrouted },
		mend: { rs1: "systemctl reload lvs-web-real-server" },
		says: /^rs1: answers straight to the client/,
	},
	{
		name: "b18-rule",
		layout: "nat",
		service: services.nat,
		breakage: "rs1's own rule of routing is asked before ours",
		break: {
			rs1: "ip route add default via 10.88.0.12 dev eth2 table 100; ip rule add from 10.88.0.11 lookup 100 pref 100",
		},
		mend: { rs1: "ip rule del pref 100; ip route flush table 100" },
		says: /^rs1: the answer leaves by eth2 to 10\.88\.0\.12, not to lb \(10\.88\.0\.10\): its rule "100: from 10\.88\.0\.11 lookup 100" is asked before ours, \d+/,
	},
	{
		name: "sound-container",
		layout: "nat",
		service: services.nat,
		breakage: "none, and a container on rs1 serves",
		break: { rs1: container.made },
		mend: { rs1: container.gone },
		says: /every hop good/,
	},
	{
		name: "container-filter",
		layout: "nat",
		service: services.nat,
		breakage:
			"a container on rs1 serves, and rs1's filter drops what is sent on",
		break: {
			rs1: `${container.made}; ${filter("fw", "forward", "ip daddr 172.31.0.2 drop")}`,
		},
		mend: { rs1: `nft delete table inet fw; ${container.gone}` },
		says: /^rs1: its filter drops the request: table inet fw, chain c, rule "ip daddr 172\.31\.0\.2 drop"/,
	},
	{
		name: "container-forward",
		layout: "nat",
		service: services.nat,
		breakage: "a container on rs1 serves, and rs1 has ip_forward=0",
		break: { rs1: `${container.made}; sysctl -qw net.ipv4.ip_forward=0` },
		mend: { rs1: container.gone },
		says: /^rs1: net\.ipv4\.ip_forward = 0: it does not send on the request, to which a rule gives the destination 172\.31\.0\.2:80: table ip box, chain c, rule/,
	},
	{
		name: "container-ended",
		layout: "nat",
		service: services.nat,
		breakage: "the server in a container on rs1 has ended",
		break: { rs1: `${container.made}; ${ended}` },
		mend: { rs1: container.gone },
		says: /^rs1: a rule sends the request to 172\.31\.0\.2:80, and it refuses the connection: table ip box, chain c, rule/,
	},
	{
		name: "container-away",
		layout: "nat",
		service: services.nat,
		breakage: "the container on rs1 has gone, and its rule stayed",
		break: { rs1: `${container.made}; ip -n box addr flush dev eth0` },
		mend: { rs1: container.gone },
		says: /^rs1: a rule sends the request to 172\.31\.0\.2:80, and it does not answer ARP: table ip box, chain c, rule/,
	},
	{
		name: "container-route",
		layout: "nat",
		service: services.nat,
		breakage:
			"a container on rs1 serves, and no rule of ours routes its answers",
		break: { rs1: `${container.made}; ${unmarked}` },
		mend: {
			rs1: `${container.gone}; systemctl reload lvs-web-real-server`,
		},
		says: /^rs1: the answer leaves by eth1, not by eth2 to lb \(10\.88\.0\.10\): what serves there is another address than 10\.88\.0\.11/,
	},
	{
		name: "b15-published",
		layout: "nat",
		service: services.nat,
		breakage: "a container on lb has the port of the service",
		break: { lb: container.made },
		mend: { lb: container.gone },
		says: /^lb: a rule sends the request elsewhere: table ip box, chain c, rule "fib daddr type local tcp dport 8080 dnat to 172\.31\.0\.2:80"/,
	},
	{
		name: "b15-published-iptables",
		layout: "nat",
		service: services.nat,
		breakage: "a container on lb has the port of the service, by iptables",
		break: {
			lb: `${container.made}; nft flush table ip box; iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -p tcp --dport 8080 -j DNAT --to-destination 172.31.0.2:80`,
		},
		mend: { lb: `nft delete table ip nat; ${container.gone}` },
		says: /^lb: a rule sends the request elsewhere: table ip nat, chain PREROUTING, rule ".*dnat.*172\.31\.0\.2:80/i,
	},
	{
		name: "b8-nat",
		layout: "nat",
		service: services.nat,
		breakage: "rs1's link down",
		break: { rs1: "ip link set eth2 down" },
		mend: {
			rs1: "ip link set eth2 up; systemctl reload lvs-web-real-server",
			lb: "ip neigh flush all",
		},
		says: /^lb: rs1 \(10\.88\.0\.11\) does not answer ARP/,
	},
	{
		name: "b25-nat",
		layout: "nat",
		service: services.nat,
		breakage: "rs1 answers 503",
		break: {
			rs1: answering(503),
		},
		mend: {
			rs1: usualPages,
		},
		says: /^rs1: answered 503 in \d+ ms/,
	},
	{
		name: "b20",
		layout: "tun",
		service: services.tun,
		breakage: "tunl0 down on rs1",
		break: { rs1: "ip link set tunl0 down" },
		mend: { rs1: "systemctl reload lvs-web-real-server" },
		says: /^rs1: no receiver for ipip: its device tunl0 is down/,
	},
	{
		name: "b21",
		layout: "tun",
		service: services.tun,
		breakage: "rp_filter=1 on tunl0",
		break: { rs1: "sysctl -qw net.ipv4.conf.tunl0.rp_filter=1" },
		mend: { rs1: "sysctl -qw net.ipv4.conf.tunl0.rp_filter=2" },
		says: /^rs1: reverse path filter on tunl0: /,
	},
	{
		name: "b21-all",
		layout: "tun",
		service: services.tun,
		breakage: "rp_filter=1 on all, and tunl0 has none of its own",
		break: {
			rs1: "sysctl -qw net.ipv4.conf.all.rp_filter=1 net.ipv4.conf.tunl0.rp_filter=0",
		},
		mend: {
			rs1: "sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.tunl0.rp_filter=2",
		},
		says: /^rs1: reverse path filter on tunl0: net\.ipv4\.conf\.all\.rp_filter = 1/,
	},
	{
		name: "b20-filter",
		layout: "tun",
		service: services.tun,
		breakage: "rs1's filter drops the packets of the tunnel",
		break: { rs1: filter("fw", "input", "ip protocol ipencap drop") },
		mend: { rs1: "nft delete table inet fw" },
		says: /^rs1: its filter drops the packets of the tunnel \(ipip\): table inet fw, chain c, rule "ip protocol ipencap drop"/,
	},
	{
		name: "b20-long",
		layout: "tun",
		service: services.tun,
		breakage: "rs1's filter drops the long packets of the tunnel",
		break: {
			rs1: filter("fw", "input", "ip protocol ipencap meta length > 500 drop"),
		},
		mend: { rs1: "nft delete table inet fw" },
		says: /^rs1: its filter drops the packets of the tunnel \(ipip\): table inet fw, chain c, rule "ip protocol ipencap meta length > 500 drop"/,
	},
	{
		name: "b20-gone",
		layout: "tun",
		service: services.tun,
		breakage: "tunl0 missing on rs1",
		break: { rs1: "rmmod ipip" },
		mend: { rs1: "systemctl reload lvs-web-real-server" },
		says: /^rs1: no receiver for ipip: it has no device tunl0/,
	},
	{
		name: "b23",
		layout: "fullnat",
		service: services.fullnat,
		breakage: "vs.conntrack=0",
		break: { lb: "sysctl -qw net.ipv4.vs.conntrack=0" },
		mend: { lb: "sysctl -qw net.ipv4.vs.conntrack=1" },
		says: /^lb: answers are not translated back: net\.ipv4\.vs\.conntrack = 0/,
		always: true,
	},
	{
		name: "b23-rule",
		layout: "fullnat",
		service: services.fullnat,
		breakage: "nftables flushed",
		break: { lb: "nft list ruleset >/tmp/ruleset; nft flush ruleset" },
		mend: { lb: "nft -f /tmp/ruleset" },
		says: /^lb: the request keeps the client as its source: no rule of table ip lvs-web masquerades it/,
	},
	{
		name: "b23-back",
		layout: "fullnat",
		service: services.fullnat,
		breakage: "rs1's route to lb is gone, and it has a default route",
		break: {
			rs1: "ip route replace default via 10.0.2.2; ip route del 10.88.0.0/24 dev eth2",
		},
		mend: { rs1: "ip route add 10.88.0.0/24 dev eth2 src 10.88.0.11" },
		says: /^rs1: no route to 10\.88\.0\.10 by eth2, where it has 10\.88\.0\.11\/24: the answer leaves by eth0/,
	},
	{
		name: "b24",
		layout: "sticky",
		service: services.sticky,
		breakage:
			"the client bound to a real server by a template, which is at weight 0 and dead",
		break: {
			client: "curl -s -m 3 -o /dev/null http://10.77.0.70:8082/",
			lb: "held=$(ipvsadm -Lnc | awk '/10.77.0.14:0 /{ print $6; exit }'); ipvsadm -e -t 10.77.0.70:8082 -r $(echo $held | cut -d: -f1) -g -w 0",
			rs1: "systemctl stop apache2",
			rs2: "systemctl stop apache2",
		},
		mend: {
			rs1: "systemctl start apache2",
			rs2: "systemctl start apache2",
			lb: "systemctl reload lvs-web-director",
		},
		says: /^lb: this client, 10\.77\.0\.14, is held by persistence on rs\d, \d+ s left/,
	},
	{
		name: "udp",
		layout: "dns",
		service: services.dns,
		breakage: "nothing listens on rs1's udp 53",
		break: { rs2: echo("10.77.0.70") },
		mend: { rs2: ended },
		says: /^rs1: no listener on VIP:53 /,
	},
	{
		name: "udp-source",
		layout: "dns",
		service: services.dns,
		breakage: "rs1's server of UDP listens on all addresses",
		break: { rs1: echo(""), rs2: echo("10.77.0.70") },
		mend: { rs1: ended, rs2: ended },
		says: /^rs1: answers from 10\.\d+\.0\.11 instead of the VIP 10\.77\.0\.70/,
	},
	{
		name: "sound-gue",
		layout: "tun gue",
		service: services.tun,
		program: "gue",
		breakage: "none",
		break: {},
		mend: {},
		says: /every hop good/,
	},
	{
		name: "b22",
		layout: "tun gue",
		service: services.tun,
		program: "gue",
		breakage: "another port on rs1",
		break: { rs1: "ip fou del port 5555; ip fou add port 6666 gue" },
		mend: { rs1: "ip fou del port 6666; systemctl reload lvs-web-real-server" },
		says: /^rs1: nothing receives udp 5555 \(gue\); it receives udp 6666/,
	},
	{
		name: "b22-none",
		layout: "tun gue",
		service: services.tun,
		program: "gue",
		breakage: "no port on rs1",
		break: { rs1: "ip fou del port 5555" },
		mend: { rs1: "systemctl reload lvs-web-real-server" },
		says: /^rs1: nothing receives udp 5555 \(gue\)/,
	},
	{
		name: "b22-filter",
		layout: "tun gue",
		service: services.tun,
		program: "gue",
		breakage: "rs1's filter drops the packets of the tunnel",
		break: { rs1: filter("fw", "input", "udp dport 5555 drop") },
		mend: { rs1: "nft delete table inet fw" },
		says: /^rs1: its filter drops the packets of the tunnel \(gue\): table inet fw, chain c, rule "udp dport 5555 drop"/,
	},
	{
		name: "sound-gre",
		layout: "tun gre",
		service: services.tun,
		program: "gre",
		breakage: "none",
		break: {},
		mend: {},
		says: /every hop good/,
	},
	{
		name: "b20-gre",
		layout: "tun gre",
		service: services.tun,
		program: "gre",
		breakage: "gre0 down on rs1",
		break: { rs1: "ip link set gre0 down" },
		mend: { rs1: "systemctl reload lvs-web-real-server" },
		says: /^rs1: no receiver for gre: its device gre0 is down/,
	},
	{
		name: "b21-gre",
		layout: "tun gre",
		service: services.tun,
		program: "gre",
		breakage: "rp_filter=1 on gre0",
		break: { rs1: "sysctl -qw net.ipv4.conf.gre0.rp_filter=1" },
		mend: { rs1: "sysctl -qw net.ipv4.conf.gre0.rp_filter=2" },
		says: /^rs1: reverse path filter on gre0: /,
	},
	{
		name: "sound-tcp",
		layout: "dr",
		program: "more",
		service: services.sql,
		breakage: "none, and the probe only connects",
		break: { rs1: accepting(3306), rs2: accepting(3306) },
		mend: { rs1: ended, rs2: ended },
		says: /every hop good/,
	},
	{
		name: "b4-mask",
		layout: "dr",
		program: "more",
		breakage: "VIP on rs1's lo with the mask of its network",
		break: {
			rs1: "ip addr del 10.77.0.70/32 dev lo; ip addr add 10.77.0.70/24 dev lo",
		},
		mend: {
			rs1: "ip addr del 10.77.0.70/24 dev lo; ip addr add 10.77.0.70/32 dev lo label lo:0",
		},
		says: /^rs1: takes 10\.77\.0\.14 for itself: 10\.77\.0\.70\/24 on lo makes the whole network local; it must be \/32/,
	},
	{
		name: "b15-syn",
		layout: "dr",
		program: "more",
		service: services.sql,
		breakage:
			"lb's filter lets in the first packet of a connection, and those of connections that conntrack knows; the probe only connects",
		break: {
			lb: `${denied("input")}; nft 'add rule inet fw c tcp dport 3306 tcp flags & (fin|syn|rst|ack) == syn accept'`,
			rs1: accepting(3306),
			rs2: accepting(3306),
		},
		mend: { lb: "nft delete table inet fw", rs1: ended, rs2: ended },
		says: /^lb: its filter drops the request: table inet fw, chain c, policy drop/,
	},
	{
		name: "sound-site",
		layout: "dr",
		program: "more",
		service: services.site,
		breakage:
			"none, and the web servers answer 404 to whoever does not name the site that the check asks for",
		break: { rs1: named, rs2: named },
		mend: {
			rs1: usualPages,
			rs2: usualPages,
		},
		says: /every hop good/,
	},
	{
		name: "udp-nat",
		layout: "nat",
		program: "more",
		service: services.echo,
		breakage:
			"rs1's server of UDP listens on all addresses, and its way to the client is by another link",
		break: { rs1: echo("", 5300), rs2: echo("10.88.0.12", 5300) },
		mend: { rs1: ended, rs2: ended },
		says: /^rs1: answers from 10\.77\.0\.11 instead of 10\.88\.0\.11, so lb does not take it for an answer/,
	},
];
