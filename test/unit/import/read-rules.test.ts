import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { declareRules } from "../../../src/import/declare-rules.ts";
import { readRules } from "../../../src/import/read-rules.ts";
import { ruleLine } from "../../../src/ipvs/command.ts";

/** The rules that a text has, as ipvsadm prints them, and what is said of its lines. */
function read(text: string) {
	const { services, unread, remarks } = readRules(text);
	return {
		rules: services.flatMap(({ rule, servers }) => [
			ruleLine(rule),
			...servers.map(({ rule }) => ruleLine(rule)),
		]),
		said: [...unread, ...remarks].map(
			({ line, reason }) => `${line}: ${reason}`,
		),
	};
}

const service = "-A -t 10.0.0.1:80 -s rr";
const server = "-a -t 10.0.0.1:80 -r 10.0.0.2:80 -g -w 3";

/** Each says the same two rules. */
const spellings: Readonly<Record<string, string>> = {
	"as ipvsadm prints them": `${service}\n${server}`,
	"Windows line ends and a byte order mark": `\uFEFF${service}\r\n${server}\r\n`,
	"a path": `/usr/sbin/ipvsadm ${service}\n/sbin/ipvsadm ${server}`,
	sudo: `sudo ipvsadm ${service}\nsudo -n -u root /sbin/ipvsadm ${server}`,
	"a network namespace": `ip netns exec lb ipvsadm ${service}\nip netns exec lb ipvsadm ${server}`,
	"sudo in a container": `docker exec -it lb sudo ipvsadm ${service}\ndocker exec -it lb sudo ipvsadm ${server}`,
	ssh: `ssh -p 22 root@lb ipvsadm ${service}\nssh -p 22 root@lb ipvsadm ${server}`,
	"letters together":
		"ipvsadm -At 10.0.0.1:80 -srr\nipvsadm -gat 10.0.0.1:80 -r10.0.0.2:80 -w3",
	"long names":
		"ipvsadm --add-service --tcp-service 10.0.0.1:80 --scheduler=rr\nipvsadm --add-server --tcp-service=10.0.0.1:80 --real-server 10.0.0.2 --gatewaying --weight 3",
	"options in another order":
		"ipvsadm -s rr -A -t 10.0.0.1:80\nipvsadm -w 3 -r 10.0.0.2:80 -g -t 10.0.0.1:80 -a",
	"names of ports":
		"-A -t 10.0.0.1:http -s rr\n-a -t 10.0.0.1:http -r 10.0.0.2:http -g -w 3",
	comments: `# the web\n${service} # one\n${server}\t# old box`,
	"continued lines": `ipvsadm ${service}\nipvsadm -a -t 10.0.0.1:80 \\\n  -r 10.0.0.2:80 \\\n  -g -w 3`,
	"several on one line": `ipvsadm -C; ipvsadm ${service} && ipvsadm ${server} >/dev/null 2>&1`,
	variables: `#!/bin/sh
VIP=10.0.0.1 PORT='80'
export RIP1="10.0.0.2"
readonly NET=10.0.0
IPVSADM="sudo /sbin/ipvsadm"
OPTIONS="-g -w 3"
$IPVSADM -C
$IPVSADM -A -t $VIP:$PORT -s rr
$IPVSADM -a -t "\${VIP}:80" -r "$NET".2:80 $OPTIONS`,
	"a variable of variables": `NET=10.0.0\nVIP=$NET.1\nRIP=\${NET}.2\nipvsadm -A -t $VIP:80 -s rr\nipvsadm -a -t $VIP:80 -r $RIP -w 3`,
	"a here-document": `VIP=10.0.0.1\nipvsadm -R <<EOF\n-A -t $VIP:80 -s rr\n${server}\nEOF`,
	"a here-document that comes by a pipe": `cat <<EOF | ipvsadm -R\n${service}\n${server}\nEOF`,
	"what is done where it fails, or not": `ipvsadm ${service} || exit 1\nipvsadm ${server} && echo done`,
	"a function": `start() {\n\tipvsadm ${service}\n\tipvsadm ${server}\n}`,
};

suite("import reads", () => {
	for (const [name, text] of Object.entries(spellings))
		test(`the rules written with ${name}`, () => {
			assert.deepEqual(read(text), { rules: [service, server], said: [] });
		});

	test("-p without seconds as what the kernel then has, and says so", () => {
		assert.deepEqual(read("-A -t 10.0.0.1:80 -s rr -p"), {
			rules: ["-A -t 10.0.0.1:80 -s rr -p 360"],
			said: [
				"1: -p names no seconds; 360 are declared, which is what ipvsadm then sets",
			],
		});
	});
});

const loop =
	"for: a loop is not run; write each of its rules on a line of its own";
const shellOnly = (name: string) =>
	`$${name}: only a shell can tell what this becomes; write the value`;

/** A text, and all that is said of it. */
const refused: readonly (readonly [string, string, readonly string[]])[] = [
	[
		"a loop",
		`R=5\nipvsadm ${service}\nfor R in 5 6; do\n  ipvsadm -a -t 10.0.0.1:80 -r 10.0.0.$R\ndone`,
		[`3: ${loop}`, `4: ${shellOnly("R")}`],
	],
	[
		"a loop whose variable counts",
		"I=1\nwhile [ $I -lt 3 ]; do\nipvsadm -A -t 10.0.0.$I:80 -s rr\nI=$((I+1))\ndone",
		[
			"2: while: a loop is not run; write each of its rules on a line of its own",
			"3: it stands in the loop of line 2, which is not run; write each of its rules on a line of its own",
		],
	],
	[
		"a variable that a condition sets",
		'if [ "$1" = test ]; then\n  VIP=10.0.0.9\nfi\nipvsadm -A -t $VIP:80 -s rr',
		[
			"1: if: a condition is not tried; the rules in it are read as if it held",
			"4: $VIP: it is set within the if of line 1, which is not run",
		],
	],
	[
		"a variable that is set nowhere",
		"ipvsadm -A -t $VIP:80 -s rr",
		["1: $VIP is set nowhere above; write the value, or a line VIP=…"],
	],
	[
		"a variable that a command gives",
		"VIP=$(hostname -i)\nipvsadm -A -t $VIP:80 -s rr",
		[
			"2: $VIP: $(hostname -i): only a shell can tell what this becomes; write the value",
		],
	],
	[
		"a list of the shell",
		"RS=(10.0.0.2 10.0.0.3)\nipvsadm -A -t 10.0.0.1:80 -s rr -r $RS",
		[
			"1: a list of the shell is not read; write its values where they are used",
			"2: $RS: a list of the shell is not read; write its values where they are used",
		],
	],
	[
		"a here-document of another command",
		"cat <<EOF >/etc/rules; ipvsadm -R\nhello\nEOF",
		[
			"1: -R reads rules from elsewhere; import those",
			"2: not a rule as ipvsadm -Sn prints it",
		],
	],
	...[
		"-A -t 10.0.0.1:80 -s",
		"-T -A --tcp-service=10.0.0.1:80",
		"-At 10.0.0.1:80 -s rr pe sip",
	].map(
		(line) =>
			[
				`real servers of ${line}, which cannot be read`,
				`${line}\n${server}\n-a -t 10.0.0.9:80 -r 10.0.0.2`,
				[
					line.endsWith("-s")
						? "1: -s lacks its value"
						: `1: "${line.startsWith("-T") ? "-T" : "pe"}" is no option of ipvsadm`,
					"2: its service, line 1, cannot be declared",
					"3: its service is not among the lines above",
				],
			] as const,
	),
	[
		"a quote without its end",
		`ipvsadm ${service} 'old\nipvsadm ${service}`,
		["1: a quote of this line has no end on it"],
	],
	[
		"another program before ipvsadm",
		`frob ipvsadm ${service}`,
		[
			'1: what "frob" does before ipvsadm is not known; write the rule without it',
		],
	],
	[
		"two tables",
		`ipvsadm ${service}\nip netns exec lb ipvsadm ${server}`,
		[
			"2: it runs by ip netns exec lb, and the rules above here: each place has a table of its own; import them one by one",
		],
	],
	[
		"changes, and rules from elsewhere",
		`${service}\n-e -t 10.0.0.1:80 -r 10.0.0.2 -w 2\nipvsadm -D -t 10.0.0.1:80\nipvsadm -R < /etc/rules\ncat x | ipvsadm -R\nipvsadm -C`,
		[
			"2: -e changes or deletes a rule, and only -A and -a are read; write the rules as they are in the end",
			"3: -D changes or deletes a rule, and only -A and -a are read; write the rules as they are in the end",
			"4: -R reads its rules from /etc/rules; import that file",
			"5: -R reads rules from elsewhere; import those",
			"6: -C deletes the rules above, which are declared all the same; leave out rules that are not in the table at the end",
		],
	],
	[
		"timeouts that are too few",
		"ipvsadm --set 900 120",
		["1: --set takes the seconds of tcp, tcpfin and udp, three numbers"],
	],
	[
		"programs that are known, where there is no rule",
		"echo hello\nfrob\nifconfig eth0 up",
		[
			"1: not a rule as ipvsadm -Sn prints it",
			"2: not a rule as ipvsadm -Sn prints it",
			"3: not a rule as ipvsadm -Sn prints it",
		],
	],
	[
		"a program that is not known, beside rules",
		`ipvsadm ${service}\nipvsadm ${server}\nsudo frob --all\n. -A -t 10.0.0.1:81 -s rr\n[ -A -t 10.0.0.1:81 -s rr`,
		[3, 4, 5].map((line) => `${line}: not a rule as ipvsadm -Sn prints it`),
	],
	[
		"options without their value",
		"-A -t 10.0.0.1:80 -s\n-a -t 10.0.0.1:80 -r 10.0.0.2 -w",
		["1: -s lacks its value", "2: -w lacks its value"],
	],
	[
		"options that are none",
		"-A -t 10.0.0.1:80 -s rr --nosuch\n-A -t 10.0.0.1:81 -q\n-A -t 10.0.0.1:82 rr",
		[
			'1: "--nosuch" is no option of ipvsadm',
			'2: "-q" is no option of ipvsadm',
			'3: "rr" is no option of ipvsadm',
		],
	],
	[
		"options that exclude each other, or stand twice",
		"-A -t 10.0.0.1:80 -u 10.0.0.1:80\n-A -t 10.0.0.1:80 -s rr -s wlc\n-a -t 10.0.0.1:80 -r 10.0.0.2 -g -m",
		[
			"1: -t and -u exclude each other",
			"2: -s stands twice",
			"3: -g and -m exclude each other",
		],
	],
	[
		"options of the other kind of rule",
		"-A -t 10.0.0.1:80 -w 3\n-a -t 10.0.0.1:80 -r 10.0.0.2 -s rr",
		["1: cannot be declared: -w 3", "2: cannot be declared: -s rr"],
	],
	[
		"rules twice",
		`${service}\n${server}\n${service}\n${server}`,
		[
			"3: line 1 adds this service already",
			"4: line 2 adds this real server already",
		],
	],
	[
		"another port by direct routing",
		`${service}\n-a -t 10.0.0.1:80 -r 10.0.0.2:8080 -g`,
		[
			"2: by -g a packet keeps its port: ipvsadm takes 80 in place of 8080; write the real server without a port",
		],
	],
	[
		"options of a tunnel that say nothing",
		`${service}\n-a -t 10.0.0.1:80 -r 10.0.0.2 -i --tun-type gue\n-a -t 10.0.0.1:80 -r 10.0.0.3 -g --tun-type gre\n-a -t 10.0.0.1:80 -r 10.0.0.4 -i --tun-port 5555`,
		[
			"2: --tun-type gue needs --tun-port",
			"3: it has the options of a tunnel without -i; add that, or leave them out",
			"4: it has options of a tunnel without --tun-type; add that, or leave them out",
		],
	],
];

suite("import names by its line", () => {
	for (const [name, text, said] of refused)
		test(name, () => {
			assert.deepEqual(read(text).said, said);
		});
});

suite("of a script that sets up a director", () => {
	const script = `#!/bin/sh
. /etc/rc.d/init.d/functions
VIP=10.0.0.1
echo 1 > /proc/sys/net/ipv4/ip_forward
sudo -n /sbin/ifconfig eth0:0 $VIP netmask 255.255.255.255 up
iptables -t nat -A POSTROUTING -s $NET -j MASQUERADE
ipvsadm --set 30 5 60
ipvsadm --set 0 7 0
ipvsadm ${service}
ipvsadm ${server}
[ -d /var/lock ] && touch /var/lock/ipvs`;
	const found = readRules(script);

	test("commands that add no rule are one remark, with their lines", () => {
		assert.deepEqual(found.unread, []);
		assert.deepEqual(
			found.remarks.map(({ line, text }) => `${line}: ${text}`),
			["2: . (2), echo (4), ifconfig (5), iptables (6), [ (11), touch (11)"],
		);
	});

	test("the timeouts that it sets are declared", () => {
		const { clusters, unread } = declareRules(found);
		assert.deepEqual(unread, []);
		assert.deepEqual(clusters[0]?.ipvs, {
			timeouts: { tcp: 30, tcpFin: 7, udp: 60 },
		});
	});
});
