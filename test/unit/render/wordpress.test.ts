import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Desired } from "../../../src/model/desired.ts";
import { withheld } from "../../../src/model/withheld.ts";
import { wordPressDoor } from "../../../src/model/wordpress.ts";
import { renderWordPress } from "../../../src/render/wordpress.ts";
import { renderWordPressSite } from "../../../src/render/wordpress-site.ts";
import { blog } from "./beside.ts";

describe("WordPress from an archive", () => {
	const archived = {
		...blog,
		archive: { path: "/srv/wordpress-6.8.zip", sha256: "0".repeat(64) },
	};
	const desired = renderWordPress(archived, {
		realServer: "rs1",
		uploads: "storage",
	});

	test("brings its own code, and no package of it", () => {
		assert.equal(desired.packages.wordpress, undefined);
		assert.equal(desired.packages.unzip, "installed");
		assert.deepEqual(desired.archives["/var/www/lvs-blog"], {
			file: "/srv/wordpress-6.8.zip",
			sha256: "0".repeat(64),
			subtree: "wordpress",
			links: {
				"wp-content/uploads": "/var/lib/wordpress/wp-content/uploads",
			},
			reloads: "@php-unit@",
		});
	});

	test("is configured beside its code, and runs no upload", () => {
		assert.match(
			desired.files["/var/www/lvs-blog/wp-config.php"]?.content ?? "",
			/ABSPATH \. 'wp-settings\.php';\n$/,
		);
		const site = desired.files["@httpd-sites@/zz-lvs-site-blog.conf"]?.content;
		assert.match(site ?? "", /DocumentRoot "\/var\/www\/lvs-blog"/);
		assert.match(
			site ?? "",
			/<Directory "\/var\/www\/lvs-blog\/wp-content\/uploads">\n\t\t<FilesMatch/,
		);
		assert.doesNotMatch(site ?? "", /Alias|WORDPRESS_CONFIG/);
	});

	test("lets a .htaccess say who is let in, and none that visitors upload opens a program", () => {
		const site =
			desired.files["@httpd-sites@/zz-lvs-site-blog.conf"]?.content ?? "";
		assert.match(
			site,
			/<Directory "\/var\/www\/lvs-blog\/wp-content">[^<]*AllowOverride AuthConfig Limit Nonfatal=All\n/,
		);
		const [, pattern = "no redirect"] =
			/\n\tRedirectMatch 403 "(.*)"\n/.exec(site) ?? [];
		const denied = (path: string) =>
			new RegExp(pattern).test(`/wp-content/${path}`);
		for (const path of ["a.php", "2026/11/b.phtml", "c.php7", "d.phar/more"])
			assert.ok(denied(`uploads/${path}`), path);
		for (const path of [
			"uploads/2026/11/photo.jpg",
			"uploads/php.txt",
			"plugins/mine/mine.php",
		])
			assert.ok(!denied(path), path);
	});

	test("has a place of its own for uploads where they are not shared", () => {
		const here = renderWordPress(archived, {
			realServer: "rs1",
			uploads: "here",
		});
		assert.deepEqual(here.directories, {
			"/var/lib/wordpress/wp-content/uploads": "755 @httpd-user@:@httpd-user@",
		});
	});

	test("says where its uploads are, to whoever copies them", () => {
		const uploads = {
			"directory uploads": "/var/lib/wordpress/wp-content/uploads",
		};
		const said = (place: "here" | "storage" | "elsewhere") => {
			const { data, elsewhere } = renderWordPress(archived, {
				realServer: "rs1",
				uploads: place,
			});
			return { data, elsewhere };
		};
		assert.deepEqual(said("here"), { data: uploads, elsewhere: undefined });
		assert.deepEqual(said("elsewhere"), {
			data: undefined,
			elsewhere: uploads,
		});
		// those are the storage's
		assert.deepEqual(said("storage"), {
			data: undefined,
			elsewhere: undefined,
		});
		for (const [place, stays] of [
			["here", "pictures in /var/lib/wordpress/wp-content/uploads"],
			["storage", "pictures in the shared storage"],
			["elsewhere", "pictures where they are shared"],
		] as const)
			assert.deepEqual(renderWordPressSite(archived, place).keeps, [
				`articles and users: in the database, ${stays}`,
			]);
	});
});

describe("WordPress", () => {
	const rendered = (more: object) =>
		renderWordPress(
			wordPressDoor.parse("blog", {
				realServers: {
					rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
				},
				url: "http://www.lab.test",
				database: {
					address: "172.18.0.69",
					database: "wordpress",
					user: "wordpress",
					password: withheld,
				},
				...more,
			}),
			{ realServer: "rs1", uploads: "storage" },
		);
	const site = (more: object) =>
		rendered(more).files["@httpd-sites@/zz-lvs-site-blog.conf"]?.content ?? "";
	const config = (more: object) =>
		rendered(more).files["/etc/wordpress/config-lvs-blog.php"]?.content ?? "";
	const tls = { certificate: "PEM", key: withheld };
	const secure = { url: "https://www.lab.test", tls };

	test("has its tables under the names that a site has that comes from elsewhere", () => {
		assert.match(config({}), /^\$table_prefix = 'wp_';$/m);
		assert.match(
			config({ tablePrefix: "blog_" }),
			/^\$table_prefix = 'blog_';$/m,
		);
		assert.throws(() => rendered({ tablePrefix: "blog-" }), /tablePrefix/);
	});

	test("reads where it is declared, by a class that is the same for every site", () => {
		const database = {
			address: "172.18.0.69",
			database: "wordpress",
			user: "wordpress",
			password: withheld,
		};
		const place = "/var/lib/wordpress/wp-content/db.php";
		const [one, other] = ["172.18.0.71", "172.18.0.72"].map((address) => ({
			database: { ...database, reads: { address } },
		}));
		assert.match(
			config(one ?? {}),
			/^define\('LVS_READS', '172\.18\.0\.71:3306'\);\ndefine\('LVS_OWN_WRITES', 30\);$/m,
		);
		assert.equal(
			rendered(one ?? {}).files[place]?.content,
			rendered(other ?? {}).files[place]?.content,
		);
		assert.equal(rendered(one ?? {}).files[place]?.replacesOnly, "none");
		assert.equal(rendered({}).files[place], undefined);
		assert.doesNotMatch(config({}), /LVS_(READS|OWN_WRITES|OBJECTS)/);
		assert.match(
			config({
				database: {
					...database,
					reads: { address: "172.18.0.71", port: 3307, ownWritesSeconds: 0 },
				},
			}),
			/'172\.18\.0\.71:3307'\);\ndefine\('LVS_OWN_WRITES', 0\);/,
		);
	});

	test("what one WordPress of a host declares holds for no other", () => {
		const files = rendered({
			registration: "with-password",
			mail: { host: "smtp.lab.test", user: "blog", password: withheld },
		}).files;
		assert.match(config({}), /^define\('LVS_SITE', 'blog'\);$/m);
		const plugins = Object.entries(files).filter(([path]) =>
			path.includes("/mu-plugins/"),
		);
		assert.equal(plugins.length, 2);
		for (const [path, { content = "" }] of plugins)
			assert.match(
				content,
				/Plugin Name: [^\n]*\nif \(!defined\('LVS_SITE'\) \|\| LVS_SITE !== 'blog'\) return;/,
				path,
			);
	});

	test("keeps what it read where it is declared, by a class that is the same for every site", () => {
		const place = "/var/lib/wordpress/wp-content/object-cache.php";
		const objects = { name: "objects", address: "172.18.0.69", port: 6380 };
		assert.match(
			config({ objects }),
			/^define\('LVS_OBJECTS', '172\.18\.0\.69:6380'\);\ndefine\('LVS_OBJECTS_PASSWORD', '@secret:objects-password\|php@'\);$/m,
		);
		const one = rendered({ objects });
		const other = rendered({ objects: { ...objects, name: "two", port: 1 } });
		assert.equal(one.files[place]?.content, other.files[place]?.content);
		assert.equal(one.files[place]?.replacesOnly, "none");
		assert.equal(one.packages["@php-redis@"], "installed");
		assert.equal(rendered({}).files[place], undefined);
		assert.equal(rendered({}).packages["@php-redis@"], undefined);
		assert.doesNotMatch(config({}), /LVS_(READS|OWN_WRITES|OBJECTS)/);
	});

	test("its site forgets what it kept when all real servers keep it, and when it is asked", () => {
		const site = (more: object) =>
			renderWordPressSite(
				wordPressDoor.parse("blog", {
					realServers: {
						rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
					},
					url: "http://www.lab.test",
					database: {
						address: "172.18.0.69",
						database: "wordpress",
						user: "wordpress",
						password: withheld,
					},
					...more,
				}),
				"storage",
			);
		const keeping = site({
			objects: { name: "objects", address: "172.18.0.69", port: 6380 },
		});
		assert.equal(keeping.conditions["object cache"], "172.18.0.69:6380");
		const text = (name: string, { files }: Desired) =>
			files[`/usr/local/lib/pulumi-lvs/blog/${name}`]?.content ?? "";
		assert.match(text("wordpress-site", keeping), /^forget\(\)/m);
		assert.match(
			text("site.php", keeping),
			/'forget'\) exit\(\$wp_object_cache->adopt/,
		);
		assert.equal(site({}).conditions["object cache"], undefined);
		for (const name of ["wordpress-site", "site.php"])
			assert.doesNotMatch(text(name, site({})), /forget|lvs_objects/);
	});

	test("by HTTPS has its certificate, and sends who comes by HTTP there", () => {
		const { files, serves, directories } = rendered(secure);
		assert.equal(files["/etc/pulumi-lvs/blog.crt"]?.content, "PEM\n");
		assert.equal(
			files["/etc/pulumi-lvs/blog.key"]?.content,
			"@secret:tls-key@\n",
		);
		assert.equal(files["/etc/pulumi-lvs/blog.key"]?.mode, "600");
		assert.equal(directories["/etc/pulumi-lvs"], "755 root:root");
		assert.deepEqual(Object.keys(serves ?? {}), ["80", "443"]);
		assert.match(
			site(secure),
			/<VirtualHost \*:443>\n\tServerName www\.lab\.test[\s\S]*SSLEngine on[\s\S]*<VirtualHost \*:80>\n\tServerName www\.lab\.test\n\tRedirect permanent \/ https:\/\/www\.lab\.test\/\n/,
		);
		assert.match(config(secure), /FORCE_SSL_ADMIN', true/);
		assert.doesNotMatch(config({}), /FORCE_SSL_ADMIN/);
	});

	test("behind TLS believes those alone that end it, and asks them what it asks itself", () => {
		const behind = {
			url: "https://www.lab.test",
			behindTls: { from: ["172.18.0.5", "10.0.7.0/24"] },
		};
		const text = site(behind);
		assert.match(text, /<VirtualHost \*:80>/);
		assert.doesNotMatch(text, /SSLEngine|Redirect permanent/);
		// nobody answers HTTPS on the real server itself
		const named = (more: object) =>
			Object.keys(rendered(more).files).filter((path) =>
				path.startsWith("/etc/hosts"),
			);
		assert.deepEqual(named(behind), []);
		assert.equal(named({}).length, 1);
		assert.match(
			text,
			/SetEnvIfExpr "%\{HTTP:X-Forwarded-Proto\} == 'https' && \(%\{CONN_REMOTE_ADDR\} -ipmatch '172\.18\.0\.5' \|\| %\{CONN_REMOTE_ADDR\} -ipmatch '10\.0\.7\.0\/24'\)" HTTPS=on/,
		);
		// the configuration of Debian's package reads the header by itself
		assert.match(
			text,
			/RequestHeader unset X-Forwarded-Proto "expr=! \(%\{CONN_REMOTE_ADDR\} -ipmatch '172\.18\.0\.5' \|\| %\{CONN_REMOTE_ADDR\} -ipmatch '10\.0\.7\.0\/24'\)"/,
		);
		assert.doesNotMatch(site({}), /SetEnvIfExpr|RequestHeader/);
	});

	test("takes uploads as large as declared, whatever the web server takes by itself", () => {
		assert.match(
			site({ uploadMegabytes: 2048 }),
			/Require all granted\n\t\t#.*\n\t\tLimitRequestBody 2155872256\n/,
		);
	});

	test("sends who asks for another of its names to its URL", () => {
		assert.match(
			site({ aliases: ["old.lab.test", "lab.test"] }),
			/<VirtualHost \*:80>\n\tServerName old\.lab\.test\n\tServerAlias lab\.test\n\tRedirect permanent \/ http:\/\/www\.lab\.test\/\n/,
		);
	});

	test("sends all names below one there too, and no * is its own name", () => {
		assert.match(
			site({ aliases: ["*.old.test", "old.test"] }),
			/ServerName old\.test\n\tServerAlias \*\.old\.test\n\tRedirect permanent/,
		);
		assert.match(
			site({ aliases: ["*.old.test", "*.lab.test"] }),
			/ServerName www\.lab\.test\n\tServerAlias \*\.old\.test\n\tServerAlias \*\.lab\.test\n\tRedirect permanent/,
		);
	});

	test("lets nobody make the site again", () => {
		assert.match(
			site({}),
			/<LocationMatch "\/wp-admin\/\(install\|setup-config\)\\\.php">\n\t\tRequire all denied/,
		);
	});

	test("writes constants as PHP does", () => {
		assert.match(
			config({
				settings: { WP_DEBUG: false, WP_POST_REVISIONS: 5, WPLANG: "zh_CN" },
			}),
			/define\('WP_DEBUG', false\);\ndefine\('WP_POST_REVISIONS', 5\);\ndefine\('WPLANG', 'zh_CN'\);\n/,
		);
	});

	test("sends mail by the server that is declared, whose password only the web server reads", () => {
		const path = "/var/lib/wordpress/wp-content/mu-plugins/lvs-blog-mail.php";
		const mail = rendered({
			mail: { host: "smtp.lab.test", user: "blog", password: withheld },
		}).files[path];
		assert.equal(mail?.mode, "640");
		for (const line of [
			"$mailer->Host = 'smtp.lab.test';",
			"$mailer->Port = 587;",
			"$mailer->SMTPSecure = 'tls';",
			"$mailer->SMTPAutoTLS = true;",
			"$mailer->Password = '@secret:mail-password|php@';",
			"add_filter('wp_mail_from', fn() => 'wordpress@www.lab.test');",
		])
			assert.ok(mail?.content.includes(line), line);
		const open = rendered({ mail: { host: "172.18.0.69", security: "none" } })
			.files[path]?.content;
		assert.match(open ?? "", /Port = 25;[\s\S]*SMTPAutoTLS = false;/);
		assert.doesNotMatch(open ?? "", /SMTPAuth = /);
		assert.equal(rendered({}).files[path], undefined);
	});

	test("has plug-ins and themes in their directories", () => {
		const archive = { path: "/srv/it.zip", sha256: "0".repeat(64) };
		assert.deepEqual(
			rendered({ plugins: { mine: archive }, themes: { ours: archive } })
				.archives,
			{
				"/var/lib/wordpress/wp-content/plugins/mine": {
					file: "/srv/it.zip",
					sha256: "0".repeat(64),
					subtree: "mine",
					links: {},
					reloads: "@php-unit@",
				},
				"/var/lib/wordpress/wp-content/themes/ours": {
					file: "/srv/it.zip",
					sha256: "0".repeat(64),
					subtree: "ours",
					links: {},
					reloads: "@php-unit@",
				},
			},
		);
	});
});
