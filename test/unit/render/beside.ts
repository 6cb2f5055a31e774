import { databaseDoor } from "../../../src/model/database.ts";
import { discuzDoor } from "../../../src/model/discuz.ts";
import { objectCacheDoor } from "../../../src/model/object-cache.ts";
import { sessionStoreDoor } from "../../../src/model/session-store.ts";
import { setupDoor } from "../../../src/model/setup.ts";
import { storageDoor } from "../../../src/model/storage.ts";
import { websiteDoor } from "../../../src/model/website.ts";
import { withheld } from "../../../src/model/withheld.ts";
import { wordPressDoor } from "../../../src/model/wordpress.ts";

// One of everything that stands beside a cluster, as the labs have it.

const realServers = {
	rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
	rs2: { host: { address: "192.0.2.3" }, address: "172.18.0.68" },
};
export const server = {
	host: { address: "192.0.2.5" },
	address: "172.18.0.69",
};

export const website = websiteDoor.parse("sites", {
	realServers,
	sites: {
		vhost1: {
			root: "/www/vhost1",
			serverName: "centos1.com",
			aliases: ["www.centos1.com"],
			files: { "index.html": "<h1>{{realServer}}</h1>" },
		},
		vhost2: {
			port: 8080,
			php: true,
			phpSettings: { "session.save_path": "/srv/sessions" },
		},
		safe: { tls: { certificate: "PEM", key: withheld } },
	},
});

export const websiteByFpm = websiteDoor.parse("sites", {
	realServers,
	sites: {
		main: {
			serverName: "www.lab.test",
			php: true,
			phpSettings: { allow_url_fopen: "0" },
			sessions: {
				name: "sessions",
				type: "redis",
				address: "172.18.0.69",
				port: 6379,
				lockSeconds: 120,
			},
		},
		shop: { port: 8080, php: true },
		plain: { port: 8081 },
	},
	php: {
		packages: ["php-gd"],
		settings: { memory_limit: "64M" },
		fpm: { workers: 40 },
	},
});

export const storage = storageDoor.parse("files", {
	server,
	realServers,
	directories: { uploads: { path: "/var/lib/wordpress/wp-content/uploads" } },
});

export const database = databaseDoor.parse("database", {
	server,
	network: "172.18.0.0/24",
	databases: { wordpress: {} },
	replicas: realServers,
	lagPort: 9336,
	settings: { innodb_buffer_pool_size: "64M" },
});

export const sessions = sessionStoreDoor.parse("sessions", {
	server,
	type: "redis",
});

export const objects = objectCacheDoor.parse("objects", { server });

const blogDeclaration = {
	realServers,
	url: "http://www.lab.test",
	database: {
		address: "172.18.0.69",
		database: "wordpress",
		user: "wordpress",
		password: withheld,
		reads: { address: "172.18.0.71" },
	},
	registration: "with-password",
	callsOut: false,
};

export const blog = wordPressDoor.parse("blog", blogDeclaration);

export const blogByFpm = wordPressDoor.parse("blog", {
	...blogDeclaration,
	phpFpm: true,
});

export const bbs = discuzDoor.parse("bbs", {
	realServers,
	url: "http://bbs.lab.test",
	database: {
		address: "172.18.0.69",
		database: "discuz",
		user: "discuz",
		password: withheld,
	},
	readFrom: "172.18.0.71",
	archive: { path: "/srv/discuz.zip", sha256: "0".repeat(64) },
	unguarded: true,
});

export const tools = setupDoor.parse("tools", {
	hosts: { rs1: { address: "192.0.2.2" } },
	packages: ["mc"],
	files: { "/etc/tools.conf": { content: "x", restarts: "tools" } },
	units: ["tools"],
});
