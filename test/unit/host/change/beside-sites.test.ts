import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { extendRecord } from "../../../../src/host/change/extend-record.ts";
import { refusals } from "../../../../src/host/change/refuse.ts";
import { remarks } from "../../../../src/host/change/remarks.ts";
import type {
	FoundListen,
	FoundVirtualHost,
	FoundWebServer,
} from "../../../../src/host/found-applications.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import { type Desired, nothing } from "../../../../src/model/desired.ts";
import { alone, clean, realServer } from "./example.ts";

// What an operator's web server has beside sites of ours: refused before anything of ours is there, and told where it came later.

const ports = "/etc/apache2/ports.conf";
const host = (
	place: string,
	whose: FoundVirtualHost["whose"] = "others",
	...names: readonly string[]
) => {
	const [address = "", port = ""] = place.split(":");
	return {
		address,
		port,
		whose,
		names: [`${whose}.test`, ...names],
		site: `${whose}.test (/etc/apache2/sites-enabled/${whose}.conf:1)`,
	};
};
const listen = (port: string, address = "*"): FoundListen => ({
	...{ address, port, ours: false },
	place: `${ports}:1`,
});
const oursOn = (port: string): FoundListen => ({
	...{ address: "*", port, ours: true },
	place: "/etc/apache2/sites-enabled/zz-lvs-site-sites.conf:6",
});

const site = (port: string, answersAll: readonly number[] = []): Desired => ({
	...nothing,
	serves: { [port]: ["apache2"] },
	web: { answersAll, php: false },
});
const seen = (
	desired: Desired,
	web: Partial<FoundWebServer>,
	rest: Partial<Observed> = {},
): Observed => {
	const found = clean(desired);
	return {
		...found,
		webServer: {
			...found.webServer,
			active: true,
			listens: [listen("80")],
			...web,
		},
		...rest,
	};
};
/** What stops a change, and what is told. */
const answers = (...[desired, web, rest]: Parameters<typeof seen>) => {
	const observed = seen(desired, web, rest);
	return {
		refused: refusals(desired, observed, { stack: "shop/test" }).map(
			({ saw }) => saw,
		),
		told: remarks(desired, observed).filter((line) =>
			/web server|VirtualHost/.test(line),
		),
	};
};
const nobody = { refused: [], told: [] };
const withVip: Partial<Observed> = {
	neighbours: {
		...alone,
		addressOwners: { "172.18.0.70/32": "web/real-server/rs1" },
	},
};

suite("a web server that serves by no virtual host", () => {
	const page = {
		root: "/var/www/html",
		content: ["/var/www/html/shop.php"],
	};
	const lost =
		"on port 80 the web server serves /var/www/html/shop.php by no virtual host of yours, and the site that is declared there would answer in its place";

	test("loses its pages to a site with a name too", () => {
		assert.deepEqual(answers(site("80"), page).refused, [lost]);
		assert.deepEqual(answers(site("80", [80]), page).refused, [lost]);
		assert.match(
			answers(site("80"), {
				content: ["ProxyPass (/etc/httpd/conf.d/app.conf:2)"],
			}).refused.join(),
			/serves ProxyPass \(\/etc\/httpd\/conf\.d\/app\.conf:2\) by no/,
		);
	});

	test("loses nothing where it has nothing, is not at work, or has a virtual host there", () => {
		assert.deepEqual(answers(site("80"), { root: "/var/www/html" }), nobody);
		assert.deepEqual(answers(site("80"), { ...page, active: false }), nobody);
		for (const hosts of [[host("*:80")], [host("*:*")], [host("*:80", "ours")]])
			assert.deepEqual(answers(site("80"), { ...page, hosts }), nobody);
		// pages that it does not serve
		assert.deepEqual(answers(site("80"), { ...page, root: "/srv" }), nobody);
		// a port on which ours alone listens
		assert.deepEqual(answers(site("8081"), page), nobody);
	});

	test("as Debian has it, beside the first site as it came, loses them to a site without a name", () => {
		const hosts = [host("*:80", "stock")];
		const debian = { content: page.content, hosts };
		assert.deepEqual(answers(site("80", [80]), debian).refused, [lost]);
		assert.deepEqual(answers(site("80"), debian), nobody);
		assert.deepEqual(answers(site("80", [80]), { hosts }), nobody);
		// ours stands
		const standing = [host("*:80", "ours"), ...hosts];
		assert.deepEqual(
			answers(site("80", [80]), { ...debian, hosts: standing }),
			nobody,
		);
	});
});

suite("a virtual host with an address", () => {
	const hosts = [host("172.18.0.70:80")];
	const said =
		"others.test (/etc/apache2/sites-enabled/others.conf:1) has an address in its <VirtualHost>, so it answers all who come to 172.18.0.70:80, whatever name they ask for, and sites of ours do not";

	test("that is the VIP of the machine is refused before a site comes there, and told later", () => {
		assert.deepEqual(answers(site("80"), { hosts }, withVip), {
			refused: [said],
			told: [],
		});
		const later = answers(
			site("80"),
			{ hosts: [...hosts, host("*:80", "ours")] },
			withVip,
		);
		assert.deepEqual(later.refused, []);
		assert.match(
			later.told.join(),
			/who come to 172\.18\.0\.70:80.*Write <Virt/,
		);
	});

	test("is told where it is not known by which address visitors come", () => {
		const { refused, told } = answers(site("80"), { hosts });
		assert.deepEqual(refused, []);
		assert.equal(told.length, 1);
	});

	test("of another port, another address than the VIP, or of the machine itself is nobody's matter", () => {
		for (const place of ["172.18.0.70:81", "172.18.0.67:80"])
			assert.deepEqual(
				answers(site("80"), { hosts: [host(place)] }, withVip),
				nobody,
			);
		assert.deepEqual(
			answers(site("80"), { hosts: [host("127.0.0.1:80")] }),
			nobody,
		);
	});

	test("does not answer for all names elsewhere: a site without a name stands beside it", () => {
		assert.deepEqual(
			answers(site("80", [80]), { hosts: [host("172.18.0.67:80")] }, withVip),
			nobody,
		);
	});
});

suite("a site of others that has a name of ours", () => {
	const named = (...names: string[]): Desired => ({
		...site("80"),
		web: { answersAll: [], names: { "80": names }, php: false },
	});
	const www = named("www.lab.test");
	const theirs = (...names: string[]) => host("*:80", "others", ...names);
	const ours = (...names: string[]) => host("*:80", "ours", ...names);
	const said = (names: string, them = "others") =>
		`on port 80 ${them}.test (/etc/apache2/sites-enabled/${them}.conf:1) has ${names} too and is asked before a site of ours, which would never be served by ${names.includes(",") ? "these names" : "that name"}`;

	test("is asked before ours: refused, by its name, an alias, or one with a *", () => {
		for (const alias of ["www.lab.test", "WWW.lab.test", "*.lab.test", "*"])
			assert.deepEqual(answers(www, { hosts: [theirs(alias)] }).refused, [
				said("www.lab.test"),
			]);
		assert.deepEqual(
			answers(named("others.test"), { hosts: [theirs()] }).refused,
			[said("others.test")],
		);
		assert.deepEqual(
			answers(named("www.lab.test", "lab.test", "a.test"), {
				hosts: [theirs("www.lab.test", "lab.test")],
			}).refused,
			[said("www.lab.test, lab.test")],
		);
		assert.match(
			refusals(www, seen(www, { hosts: [theirs("*")] }), { stack: "shop/test" })
				.map(({ advice }) => advice)
				.join(),
			/ServerAlias, or the site out of the web server \(a2dissite others\); or declare another name\.$/,
		);
	});

	test("and is the distribution's own, on a machine that is called like that", () => {
		assert.deepEqual(
			answers(named("stock.test"), { hosts: [host("*:80", "stock")] }).refused,
			[said("stock.test", "stock")],
		);
	});

	test("is told where ours has the name already, and refused for a further one", () => {
		const hosts = [theirs("www.lab.test", "lab.test"), ours("www.lab.test")];
		const { refused, told } = answers(www, { hosts });
		assert.deepEqual(refused, []);
		assert.equal(told.length, 1);
		assert.deepEqual(
			answers(named("www.lab.test", "lab.test"), { hosts }).refused,
			[said("www.lab.test, lab.test")],
		);
	});

	test("is nobody's matter where ours is asked first, on another port, or with a narrower name", () => {
		for (const hosts of [
			[ours("www.lab.test"), theirs("www.lab.test")],
			[host("*:81", "others", "www.lab.test")],
			[theirs("shop.lab.test", "lab.test", "wwwxlab.test")],
			// of any port, which nobody asks where another one has the port
			[ours("www.lab.test"), host("*:*", "others", "*")],
		])
			assert.deepEqual(answers(www, { hosts }), nobody);
		assert.deepEqual(
			answers(named("www.lab.test", "*.lab.test"), {
				hosts: [theirs("shop.lab.test")],
			}),
			nobody,
		);
	});
});

suite("a Listen line", () => {
	test("of a port that a site brings itself would end the web server", () => {
		const both = [listen("80"), listen("8081", "172.18.0.67")];
		assert.deepEqual(answers(site("8081"), { listens: both }).refused, [
			`the web server listens on port 8081 by a line of yours (Listen 172.18.0.67:8081, ${ports}:1), and a site of ours there brings its own: with both it does not start again`,
		]);
		const later = answers(site("8081"), { listens: [...both, oursOn("8081")] });
		assert.deepEqual(later.refused, []);
		assert.equal(later.told.length, 1);
		assert.deepEqual(
			answers(site("8081"), { listens: [listen("80"), oursOn("8081")] }),
			nobody,
		);
	});

	test("is missing for the web server's own port", () => {
		const listens = [listen("8080")];
		assert.deepEqual(answers(site("80"), { listens }).refused, [
			`the web server does not listen on port 80 by its own configuration (Listen 8080, ${ports}:1), so nobody would come to a site there`,
		]);
		assert.deepEqual(
			answers(site("80"), { listens, hosts: [host("*:80", "ours")] }).refused,
			[],
		);
		// ours brings that of HTTPS, where nobody has it
		assert.deepEqual(answers(site("443"), {}), nobody);
		assert.equal(answers(site("443"), { tls: true }).refused.length, 1);
		// nothing is known of it
		assert.deepEqual(answers(site("80"), { listens: [] }), nobody);
	});

	test("with an address leaves the VIP without an answer", () => {
		const listens = [listen("80", "172.18.0.67")];
		assert.deepEqual(answers(site("80"), { listens }, withVip).refused, [
			`the web server listens on port 80 of 172.18.0.67 alone (Listen 172.18.0.67:80, ${ports}:1), so nobody answers at 172.18.0.70`,
		]);
		const early = answers(site("80"), { listens });
		assert.deepEqual(early.refused, []);
		assert.match(early.told.join(), /so nobody answers at any other address/);
		assert.deepEqual(
			answers(
				site("80"),
				{ listens: [...listens, listen("80", "172.18.0.70")] },
				withVip,
			),
			nobody,
		);
	});
});

suite("a real server, to which visitors come", () => {
	const visited = (to: string): Desired => ({
		...realServer,
		serves: {},
		passes: {
			"packets of clients": {
				hooks: ["prerouting", "input"],
				protocol: "tcp",
				to,
				toPorts: [80],
				state: "new",
			},
		},
	});
	const dr = visited("172.18.0.70");
	const nat = visited("172.18.0.67");
	const ours = host("*:80", "ours");

	test("by the VIP is refused where a site of ours would not get them, and by its own address where that is", () => {
		const web = { hosts: [host("172.18.0.70:80"), ours] };
		assert.equal(answers(dr, web).refused.length, 1);
		assert.deepEqual(answers(nat, web), nobody);
		const own = { hosts: [host("172.18.0.67:*"), ours] };
		assert.deepEqual(answers(dr, own), nobody);
		assert.equal(answers(nat, own).refused.length, 1);
	});

	test("is refused where nobody would listen, by either", () => {
		const web = { hosts: [ours], listens: [listen("80", "172.18.0.67")] };
		assert.match(
			answers(dr, web).refused.join(),
			/so nobody answers at 172\.18\.0\.70$/,
		);
		assert.deepEqual(answers(nat, web), nobody);
	});

	test("is told of what came later", () => {
		const web = { hosts: [host("172.18.0.70:80"), ours] };
		const found = answers(dr, web, {
			record: extendRecord({
				owner: "web-real-server",
				desired: dr,
				observed: clean(dr),
			}),
		});
		assert.deepEqual(found.refused, []);
		assert.equal(found.told.length, 1);
	});

	test("has what the operator likes where no site of ours is", () => {
		assert.deepEqual(answers(dr, { hosts: [host("172.18.0.70:80")] }), nobody);
		assert.deepEqual(
			answers(dr, { listens: [listen("80", "172.18.0.67")] }),
			nobody,
		);
		assert.deepEqual(
			answers(dr, {
				hosts: [host("172.18.0.70:81"), host("*:81", "ours")],
				listens: [listen("81", "172.18.0.67")],
			}),
			nobody,
		);
	});
});

suite("a web server that works on more requests at once than were reckoned", () => {
	const workers = { count: 400, place: "/etc/apache2/conf-enabled/a.conf:3" };
	const blog = (php: boolean | "fpm", packages: string[]): Desired => ({
		...site("80"),
		web: { answersAll: [], php },
		packages: Object.fromEntries(packages.map((name) => [name, "installed"])),
	});
	const words =
		"the web server works on up to 400 requests at once (/etc/apache2/conf-enabled/a.conf:3), each with a connection of the database, and 150 were reckoned for each real server. That is well where settings of the Database have max_connections for all real servers; else take the line out";

	for (const [what, desired, told] of [
		["is told of where PHP reads a database", blog(true, ["php-mysql"]), words],
		["is none where php-fpm runs PHP", blog("fpm", ["php-mysql"])],
		["is none where there is no database", blog(true, ["php"])],
	] as const)
		test(what, () => {
			assert.deepEqual(answers(desired, { workers }), {
				refused: [],
				told: told === undefined ? [] : [told],
			});
		});
});
