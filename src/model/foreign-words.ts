/** A word of keepalived, ipvsadm, kubectl, HAProxy, Ansible or ssh_config, and what is written here. */
export interface Foreign {
	/** The words, as `plain` makes them. */
	readonly words: string;
	/** Our key. Undefined: we have none. */
	readonly ours?: string;
	readonly says: string;
}

/**
 * Words that other programs use for our keys. A word may be in several entries, as `timeout` is. Then the first entry counts that has no key of ours, or whose
 * key can be written at the place where the word stood.
 */
export const foreignWords: readonly Foreign[] = [
	{
		words: "connecttimeout connectiontimeout timeout",
		ours: "connectSeconds",
		says: "write `connectSeconds: 10` in the connection",
	},
	{
		words: "state disabled enabled drain drained maintenance down",
		ours: "weight",
		says: "a real server that gets no new client has `weight: 0`",
	},
	{
		words: "delayloop inter interval checkinterval every period periodseconds",
		ours: "everySeconds",
		says: "write `everySeconds: 2` in a check",
	},
	{
		words: "retry retries fall checkcount failurecount failurethreshold",
		ours: "failures",
		says: "write `failures: 2` in a check: so many must fail, one after the other",
	},
	{
		words: "delaybeforeretry retryinterval retrydelay fastinter downinter",
		ours: "retrySeconds",
		says: "write `retrySeconds: 1` in a check: the time from a check that failed to the next one",
	},
	{
		words: "timeout connecttimeout checktimeout negotiatetimeout misctimeout",
		ours: "timeoutSeconds",
		says: "write `timeoutSeconds: 1` in a check",
	},
	{
		words: "notifyup notifydown",
		ours: "tell",
		says: 'write `tell: "/usr/local/sbin/told"` in a check: it is called with `out` or `in`',
	},
	{
		words: "smtpcheck",
		ours: "tcp",
		says: 'write `tcp: { expect: "220" }` in a check: a mail server speaks first',
	},
	{
		words: "md5 checksum",
		ours: "digest",
		says: 'write `digest: "640205b7b0fc66c1ea91c463fac6334d"` in a check',
	},
	{
		words: "statuscode expectedstatus",
		ours: "status",
		says: "write `status: [200, 301]` in a check",
	},
	{
		words: "virtualhost host sni servername",
		ours: "hostName",
		says: 'write `hostName: "www.example.com"` in a check',
	},
	{
		words: "httpget httpcheck path url request",
		ours: "http",
		says: 'write `http: "/health"` in a check',
	},
	{
		words: "sslget",
		ours: "https",
		says: 'write `https: "/health"` in a check',
	},
	{
		words: "udpcheck payload requirereply",
		ours: "udp",
		says: 'write `udp: { send: "ping", expect: "pong" }` in a check',
	},
	{
		words: "whenall allfail failopen panicthreshold",
		ours: "whenAllFail",
		says: 'write `whenAllFail: "keepAll"` in a service with a check',
	},
	{
		words: "miscpath misccheck script checkcommand",
		ours: "command",
		says: 'write `command: "/usr/local/bin/check-site"` in a check',
	},
	{
		words: "connectport checkport",
		ours: "port",
		says: "write `port: 8080` in a check",
	},
	{
		words: "regex receive expect body",
		ours: "text",
		says: 'write `text: "ready"` in a check: the page must have it',
	},
	{
		words:
			"healthcheck healthchecks health healthmonitor checks checker checkers tcpcheck httpget httpcheck sslget misccheck dnscheck udpcheck smtpcheck notifyup notifydown livenessprobe readinessprobe startupprobe monitor probe delayloop checktype checkport checktimeout checkinterval checkcommand checkcount failurecount",
		ours: "check",
		says: 'write `check: { http: "/health" }` in a service',
	},
	{
		words:
			"healthcheck healthchecks health healthmonitor check checks checker checkers tcpcheck httpget httpcheck sslget misccheck dnscheck udpcheck smtpcheck notifyup notifydown livenessprobe readinessprobe startupprobe monitor probe delayloop checktype checkport checktimeout checkinterval checkcommand checkcount failurecount retry retries connecttimeout connectport inter fall",
		says: 'a health check belongs to a service: `services: { http: { tcp: 80, check: { http: "/health" } } }`',
	},
	{
		words:
			"bfdcheck pingcheck delaybeforeretry connectip inhibitonfailure quorumup quorumdown alpha omega warmup rise quiescent hasuspend",
		says: "health checks do not have it yet: a real server that fails gets no new connections, and one check that passes brings it back",
	},
	{
		words: "slowstart rampup",
		ours: "slowStartSeconds",
		says: "write `slowStartSeconds: 60` in a check: in so many seconds the weight of one that passes again rises to its declared one",
	},
	{
		words:
			"sorryserver sorryserverinhibit sorryserverlvsmethod fallback backup",
		ours: "sorry",
		says: 'write `sorry: "maintenance"` in a service: the name of a real server, or { page: "<h1>We are back soon.</h1>" }',
	},
	{
		words:
			"sorryserver sorryserverinhibit sorryserverlvsmethod sorry fallback backup quorum hysteresis",
		says: 'a sorry server and its quorum belong to a service: `services: { http: { tcp: 80, check: { http: "/health" }, sorry: "maintenance", quorum: 2 } }`',
	},
	{
		words:
			"vrrp vrrpinstance vrrpinstances vrrpsyncgroup ha standby highavailability lvssyncdaemon lvssync syncdaemon",
		ours: "failover",
		says: 'declare a second director: `directors: { lb1: { host, address: "172.18.0.65" }, lb2: { host, address: "172.18.0.66" } }`; one has the VIP, and both hold the rules and the connections. `failover: { advertSeconds: 0.3 }` says more',
	},
	{
		words: "virtualipaddressexcluded",
		ours: "addresses",
		says: 'write `failover: { addresses: ["10.0.0.5"] }`',
	},
	{
		words: "virtualrouterid vrid",
		ours: "routerId",
		says: "write `failover: { routerId: 51 }`",
	},
	{
		words: "advertint advertinterval",
		ours: "advertSeconds",
		says: "write `failover: { advertSeconds: 0.3 }`",
	},
	{
		words: "nopreempt preempt preemptdelay",
		ours: "preemptSeconds",
		says: "the director that has the VIP keeps it; `failover: { preemptSeconds: 300 }` gives it back to the director that is declared first",
	},
	{
		words: "vrrpscript trackscript",
		ours: "check",
		says: 'write `failover: { check: { command: "/usr/local/sbin/way-out-works" } }`',
	},
	{
		words:
			"vrrpscript trackscript priority state authentication authtype authpass trackinterface garpmasterdelay unicastpeer unicastsrcip mcastsrcip",
		says: "it follows from the declaration: directors have priorities in the order in which they are declared, send adverts only to each other's addresses, and watch their links",
	},
	{
		words: "ipv6 vip6 vipv6 ipfamily ipfamilies",
		says: "IPv6 is not supported yet; leave it out",
	},
	{
		words:
			"virtualserver virtualservers virtualservergroup frontend frontends listeners",
		ours: "services",
		says: "keepalived's virtual_server is a service here: write `services: { http: { tcp: 80 } }`",
	},
	{
		words:
			"realserver backends backend members endpoints upstream upstreams pool servers nodes replicas pods selector",
		ours: "realServers",
		says: 'machines that answer are written one by one: `realServers: { rs1: { host, address: "172.18.0.67" } }`',
	},
	{
		words:
			"virtualipaddress virtualip virtualaddress loadbalancerip clusterip externalip externalips serviceip",
		ours: "vip",
		says: 'write `vip: "172.18.0.70"`',
	},
	{
		words: "lbalgo lvssched balance algorithm loadbalancing method sched",
		ours: "scheduler",
		says: 'write `scheduler: "wrr"` in a service',
	},
	{
		words: "lbkind lvsmethod gate gatewaying masq masquerade masquerading ipip",
		ours: "forwarding",
		says: 'write `forwarding: "nat"`, "dr", "tun" or "fullnat"',
	},
	{
		words: "roundrobin leastconn",
		ours: "scheduler",
		says: 'write `scheduler: "rr"` or another one in a service',
	},
	{
		words:
			"persistencetimeout persistent sessionaffinity sticky stickiness timeoutseconds",
		ours: "persistence",
		says: "write `persistence: { seconds: 360 }` in a service",
	},
	{
		words: "timeout",
		ours: "seconds",
		says: "write `seconds: 360`",
	},
	{
		words: "persistencegranularity netmask",
		ours: "mask",
		says: 'write `persistence: { seconds: 360, mask: "255.255.255.0" }` in a service',
	},
	{
		words: "ops",
		ours: "onePacket",
		says: "write `onePacket: true` in a service of UDP",
	},
	{
		words: "uthreshold upperthreshold uthresh maxconn maxconns maxconnections",
		ours: "upper",
		says: "write `realServers: { rs1: { upper: 12000 } }` in a service",
	},
	{
		words: "lthreshold lowerthreshold lthresh",
		ours: "lower",
		says: "write `realServers: { rs1: { upper: 12000, lower: 9000 } }` in a service",
	},
	{
		words: "protocol port ports listen",
		ours: "tcp",
		says: "write `tcp: 80` or `udp: 53` in a service",
	},
	{
		words: "fwm mark firewallmark",
		ours: "fwmark",
		says: "write `fwmark: 7, tcp: [80, 443]` in a service",
	},
	{
		words: "schedflags schedulerflags shport shfallback mhport mhfallback",
		ours: "flags",
		says: 'write `flags: ["sh-fallback"]` in a service',
	},
	{
		words: "targetport serverport",
		ours: "realServerPort",
		says: "write `realServerPort: 8080` in a service",
	},
	{
		words: "host hostname ansiblehost ip ipaddress",
		ours: "address",
		says: 'write `address: "192.0.2.10"` in the connection',
	},
	{
		words: "username ansibleuser remoteuser login",
		ours: "user",
		says: 'write `user: "root"` in the connection',
	},
	{
		words: "ansibleport sshport",
		ours: "port",
		says: "write `port: 22` in the connection",
	},
	{
		words: "become ansiblebecome",
		ours: "sudo",
		says: "write `sudo: true` in the connection",
	},
	{
		words:
			"becomeuser becomemethod becomepassword ansiblebecomepassword sudopassword sudouser",
		ours: "sudo",
		says: "write `sudo: true` in the connection: as root, by a sudo that asks for no password",
	},
	{
		words:
			"stricthostkeychecking ansiblehostkeychecking userknownhostsfile globalknownhostsfile knownhostsfile",
		ours: "knownHosts",
		says: 'host keys are always checked; write `knownHosts: "~/.ssh/known_hosts"` in the connection, or the key as `hostKey`',
	},
	{
		words:
			"identity identityfile keyfile sshkey sshprivatekey key ansiblesshprivatekeyfile privatekeypath",
		ours: "privateKeyFile",
		says: 'write `privateKeyFile: "~/.ssh/id_ed25519"` in the connection',
	},
	{
		words: "proxyjump proxycommand bastion proxy gateway",
		ours: "jump",
		says: "write `jump: { address }` in the connection",
	},
	{
		words: "password passphrase ansiblepassword",
		ours: "privateKeyFile",
		says: "there is no login by password; write `privateKeyFile`, or load the key into an agent",
	},
];

/** A word in lower case, without `_` and `-`. */
export function plain(word: string): string {
	return word.toLowerCase().replace(/[_-]/g, "");
}
