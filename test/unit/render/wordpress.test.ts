import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { renderWordPress } from "../../../src/render/wordpress.ts";
import { blog } from "./beside.ts";

describe("WordPress from an archive", () => {
	const archived = {
		...blog,
		archive: { path: "/srv/wordpress-6.8.zip", sha256: "0".repeat(64) },
	};
	const desired = renderWordPress(archived, {
		realServer: "rs1",
		sharedUploads: true,
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
		});
	});

	test("is configured beside its code, and runs no upload", () => {
		assert.match(
			desired.files["/var/www/lvs-blog/wp-config.php"]?.content ?? "",
			/ABSPATH \. 'wp-settings\.php';\n$/,
		);
		const site = desired.files["@httpd-conf@/lvs-site-blog.conf"]?.content;
		assert.match(site ?? "", /DocumentRoot "\/var\/www\/lvs-blog"/);
		assert.match(
			site ?? "",
			/<Directory "\/var\/www\/lvs-blog\/wp-content\/uploads">\n\t\t<FilesMatch/,
		);
		assert.doesNotMatch(site ?? "", /Alias|WORDPRESS_CONFIG/);
	});

	test("has a place of its own for uploads where they are not shared", () => {
		assert.deepEqual(
			renderWordPress(archived, { realServer: "rs1", sharedUploads: false })
				.directories,
			{
				"/var/lib/wordpress/wp-content/uploads":
					"755 @httpd-user@:@httpd-user@",
			},
		);
	});
});
