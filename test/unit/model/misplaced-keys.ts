import type { Changes } from "./declared.ts";

// Our own keys at a wrong place: each is told where it belongs, the nearest place first.

const [realServer, service, director] = [
	"realServers.rs1",
	"services.http",
	"directors.lb",
];

const misplaced: readonly (readonly [
	place: string,
	key: string,
	says: string,
])[] = [
	["", "scheduler", "it belongs in services.NAME"],
	["", "interface", "it belongs in directors.NAME or in realServers.NAME"],
	[
		"",
		"weight",
		"it belongs in realServers.NAME or in services.NAME.realServers.NAME",
	],
	[service, "vip", "it belongs at the top"],
	[service, "drain_seconds", "it belongs at the top as drainSeconds"],
	[
		service,
		"weight",
		"it belongs in services.http.realServers.NAME or in realServers.NAME",
	],
	[service, "seconds", "it belongs in services.http.persistence"],
	[realServer, "tcp", "it belongs in services.NAME or in ipvs.timeouts"],
	[realServer, "persistence", "it belongs in services.NAME"],
	[
		realServer,
		"port",
		"it belongs in realServers.rs1.host or in tunnel; write `tcp: 80` or `udp: 53` in a service",
	],
	[director, "user", "it belongs in directors.lb.host"],
	[
		`${realServer}.host`,
		"weight",
		"it belongs in realServers.rs1 or in services.NAME.realServers.NAME",
	],
];

export const misplacedKeys = misplaced.map(
	([place, key, says]): [Changes, Record<string, string>] => [
		{ [place === "" ? key : `${place}.${key}`]: 1 },
		{ [place || "declaration"]: `unknown key "${key}"; ${says}` },
	],
);
