import { sh } from "../../../ssh/shell.ts";
import { nothingOurs } from "../../ours.ts";
import type { Question } from "../../question.ts";
import { recordPath } from "../../record.ts";

/**
 * Sites of others that the web server of the host now has, as their files: a removal leaves it running for them. Sites of the distribution's package do not
 * count. Asked if we have a record, whatever the role still has in the web server.
 */
export const otherSites: Question<readonly string[]> = {
	probe: (_desired, _family, owner) =>
		sh`[ ! -e ${recordPath(owner)} ] || { [ ! -e /etc/apache2 ] && [ ! -e /etc/httpd ]; } || grep -lisE '^[[:space:]]*<VirtualHost' /etc/apache2/sites-enabled/*.conf /etc/httpd/conf.d/*.conf || :`,
	parse: ({ lines, ours = nothingOurs }) =>
		lines.filter((path) => !ours.files.has(path) && !packaged.test(path)),
};

const packaged = /\/(000-default|default-ssl|ssl|welcome|userdir)\.conf$/;
