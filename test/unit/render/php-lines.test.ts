import assert from "node:assert/strict";
import { test } from "node:test";
import { formatText } from "../../../src/model/wire-text.ts";
import { phpLines } from "../../../src/render/php-lines.ts";
import { renderedAnywhere } from "./rendered.ts";

const lines = (settings: Readonly<Record<string, string>>) =>
	formatText(phpLines(Object.entries(settings)))
		.trim()
		.split(/\n\s*/);

const switchedOff = [
	"<IfModule !proxy_fcgi_module>",
	"# PHP is switched off in this web server: visitors must not get the text of its pages",
	"Redirect 503 /",
	"</IfModule>",
	// another component of ours brought that module, for its own pools
	"<IfDefine LVS_PROXY_FCGI>",
	"Redirect 503 /",
	"</IfDefine>",
];

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
			"# Debian's web server runs PHP itself, others hand it to php-fpm",
			"<IfModule !php_module>",
			"<IfModule proxy_fcgi_module>",
			'ProxyFCGISetEnvIf true PHP_VALUE "memory_limit=128M\\nsession.name=shop"',
			'ProxyFCGISetEnvIf true PHP_ADMIN_VALUE "allow_url_fopen=0"',
			"</IfModule>",
			...switchedOff,
			"</IfModule>",
		],
	);
});

test("what would be a variable of the web server means itself", () => {
	const text = lines({ "date.timezone": "%{HTTP_HOST}$1 100%" }).join("\n");
	assert.match(text, /php_value date.timezone "%{HTTP_HOST}\$1 100%"/);
	assert.match(text, /PHP_VALUE "date.timezone=\\%{HTTP_HOST}\\\$1 100%"/);
});

test("where PHP is switched off the site alone says so, with settings and without: the web server goes on, and no source is shown", () => {
	assert.deepEqual(lines({}), [
		"# Debian's web server runs PHP itself, others hand it to php-fpm",
		"<IfModule !php_module>",
		...switchedOff,
		"</IfModule>",
	]);
	for (const { files } of renderedAnywhere().values())
		for (const { content } of Object.values(files))
			assert.doesNotMatch(content, /^\s*Error /m);
});
