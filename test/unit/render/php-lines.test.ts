import assert from "node:assert/strict";
import { test } from "node:test";
import { formatText } from "../../../src/model/wire-text.ts";
import { phpLines } from "../../../src/render/php-lines.ts";

const lines = (settings: Readonly<Record<string, string>>) =>
	formatText(phpLines(Object.entries(settings)))
		.trim()
		.split(/\n\s*/);

test("a setting that PHP takes from administrators alone is written as theirs, and others stay open to the application", () => {
	assert.deepEqual(
		lines({
			memory_limit: "128M",
			allow_url_fopen: "0",
			"session.name": "shop",
		}),
		[
			"<IfModule php_module>",
			'php_value memory_limit "128M"',
			'php_value session.name "shop"',
			'php_admin_value allow_url_fopen "0"',
			"</IfModule>",
			"<IfModule !php_module>",
			'ProxyFCGISetEnvIf true PHP_VALUE "memory_limit=128M\\nsession.name=shop"',
			'ProxyFCGISetEnvIf true PHP_ADMIN_VALUE "allow_url_fopen=0"',
			"</IfModule>",
		],
	);
});

test("what would be a variable of the web server means itself", () => {
	const text = lines({ "date.timezone": "%{HTTP_HOST}$1 100%" }).join("\n");
	assert.match(text, /php_value date.timezone "%{HTTP_HOST}\$1 100%"/);
	assert.match(text, /PHP_VALUE "date.timezone=\\%{HTTP_HOST}\\\$1 100%"/);
});

test("no settings, no lines", () => {
	assert.equal(phpLines([]), "");
});
