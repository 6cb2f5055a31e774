import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { webServer } from "../../../../../src/host/look/facts/web-server.ts";
import { nothingOurs, type Ours } from "../../../../../src/host/ours.ts";
import { nothing } from "../../../../../src/model/desired.ts";

const desired = { ...nothing, web: { answersAll: [80], php: true } };
const ours: Ours = {
	...nothingOurs,
	files: new Set([
		"/etc/apache2/conf-enabled/lvs-site-sites.conf",
		"/var/www/html/index.html",
	]),
};
const parse = (...lines: string[]) =>
	webServer.parse(
		{
			...{ lines, texts: new Map(), family: "debian", ours },
			owner: "sites-website",
		},
		desired,
	);
const stock = "/etc/apache2/sites-enabled/000-default.conf";
// as Apache 2.4.71 of Debian 12 prints them
const hosts = (place: string) => [
	"VirtualHost configuration:",
	"172.18.0.70:80         vip.test (/etc/apache2/sites-enabled/corp.conf:9)",
	"[::1]:18080            six.test (/etc/apache2/sites-enabled/corp.conf:30)",
	"*:80                   is a NameVirtualHost",
	`         default server old.test (${place}:1)`,
	`         port 80 namevhost old.test (${place}:1)`,
	"         port 80 namevhost corp.test (/etc/apache2/sites-enabled/corp.conf:1)",
	"                 alias www.corp.test",
	"                 wild alias *.corp.test",
	"*:8081                 alone.test (/etc/apache2/sites-enabled/alone.conf:3)",
];

suite("of virtual hosts", () => {
	test("each is told with its address, port, file and line, in its order", () => {
		assert.deepEqual(
			parse(...hosts(stock)).hosts.map(
				({ address, port, site, whose }) =>
					`${address} ${port} ${whose} ${site}`,
			),
			[
				"172.18.0.70 80 others vip.test (/etc/apache2/sites-enabled/corp.conf:9)",
				"[::1] 18080 others six.test (/etc/apache2/sites-enabled/corp.conf:30)",
				`* 80 others old.test (${stock}:1)`,
				"* 80 others corp.test (/etc/apache2/sites-enabled/corp.conf:1)",
				"* 8081 others alone.test (/etc/apache2/sites-enabled/alone.conf:3)",
			],
		);
	});

	test("with all names for which it answers, by what is written where one has its port alone", () => {
		const [, , old, corp, alone] = parse(
			...hosts(stock),
			"alias /etc/apache2/sites-enabled/corp.conf:1 www.corp.test",
			"alias /etc/apache2/sites-enabled/alone.conf:3 a.test  b.test",
			"alias /etc/apache2/sites-enabled/alone.conf:3 *.test",
		).hosts;
		assert.deepEqual(old?.names, ["old.test"]);
		assert.deepEqual(corp?.names, [
			"corp.test",
			"www.corp.test",
			"*.corp.test",
		]);
		assert.deepEqual(alone?.names, [
			"alone.test",
			"a.test",
			"b.test",
			"*.test",
		]);
	});

	test("one of any port has no port of its own", () => {
		const [any] = parse(
			"127.0.0.2:*            is a NameVirtualHost",
			"         default server c.test (/etc/apache2/sites-enabled/c.conf:18)",
			"         port * namevhost c.test (/etc/apache2/sites-enabled/c.conf:18)",
		).hosts;
		assert.deepEqual([any?.address, any?.port], ["127.0.0.2", "*"]);
	});

	test("the distribution's own as it came, and ours, are told as theirs", () => {
		const whose = (place: string, ...more: string[]) =>
			parse(...hosts(place), ...more).hosts[2]?.whose;
		assert.equal(whose(stock, `stock ${stock}`), "stock");
		assert.equal(whose(stock), "others");
		assert.equal(
			whose("/etc/apache2/conf-enabled/lvs-site-sites.conf"),
			"ours",
		);
		assert.equal(whose("/etc/apache2/sites-enabled/lvs-status.conf"), "others");
	});
});

test("where it listens is told with file and line, and whose it is", () => {
	assert.deepEqual(
		parse(
			"listen 80 /etc/apache2/ports.conf:5",
			"listen 0.0.0.0:81 /etc/apache2/ports.conf:6",
			"listen [::]:82 /etc/apache2/ports.conf:7",
			"listen 172.18.0.67:83 /etc/apache2/ports.conf:8",
			"listen 8081 /etc/apache2/conf-enabled/lvs-site-sites.conf:6",
		).listens.map(
			({ address, port, place, ours }) => `${address} ${port} ${place} ${ours}`,
		),
		[
			"* 80 /etc/apache2/ports.conf:5 false",
			"* 81 /etc/apache2/ports.conf:6 false",
			"* 82 /etc/apache2/ports.conf:7 false",
			"172.18.0.67 83 /etc/apache2/ports.conf:8 false",
			"* 8081 /etc/apache2/conf-enabled/lvs-site-sites.conf:6 true",
		],
	);
});

test("on how many requests it works at once is told where these are more than by itself, and the last line counts", () => {
	assert.equal(parse("listen 80 /etc/apache2/ports.conf:5").workers, undefined);
	assert.deepEqual(
		parse(
			"workers 500 /etc/apache2/mods-enabled/mpm_prefork.conf:12",
			"workers 400 /etc/apache2/conf-enabled/a.conf:3",
		).workers,
		{ count: 400, place: "/etc/apache2/conf-enabled/a.conf:3" },
	);
});

test("what it serves by no virtual host is told without pages of ours", () => {
	const { root, content } = parse(
		"root /srv/first",
		"root /var/www/html/",
		"content ProxyPass (/etc/apache2/conf-enabled/main.conf:2)",
		"content /var/www/html/index.html",
		"content /var/www/html/shop",
	);
	assert.equal(root, "/var/www/html");
	assert.deepEqual(content, [
		"ProxyPass (/etc/apache2/conf-enabled/main.conf:2)",
		"/var/www/html/shop",
	]);
});

test("how it serves, and which ports others have", () => {
	const configuration = {
		hosts: [],
		listens: [],
		tls: false,
		root: "",
		content: [],
	};
	assert.deepEqual(
		parse("mpm event", "php-off php8.2", "php-fpm", "http2", "active"),
		{
			threads: "event",
			php: false,
			phpOff: "php8.2",
			phpFpm: true,
			http2: true,
			active: true,
			taken: [],
			...configuration,
		},
	);
	assert.deepEqual(parse("php", "taken 80", "taken 8080", "tls"), {
		threads: undefined,
		php: true,
		phpOff: undefined,
		phpFpm: false,
		http2: false,
		active: false,
		taken: ["80", "8080"],
		...configuration,
		tls: true,
	});
});

test("a role without sites asks nothing; a real server asks where sites of ours are", () => {
	assert.equal(webServer.probe?.(nothing, "debian", "web-director"), "");
	const visited = {
		...nothing,
		ownAddress: "172.18.0.67",
		vip: "172.18.0.70",
		passes: {
			"packets of clients": {
				hooks: ["input"],
				protocol: "tcp",
				to: "172.18.0.70",
				state: "new",
			},
		},
	} as const;
	assert.match(
		webServer.probe?.(visited, "rhel", "web-real-server") ?? "",
		/^if \[ -n '' \] \|\| \[ -n "\$\(ls \/etc\/httpd\/conf\.d\/\*lvs-site-\* 2>/,
	);
});
