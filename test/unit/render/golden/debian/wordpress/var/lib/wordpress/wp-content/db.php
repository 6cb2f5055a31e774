<?php
/*
 * Where a page of WordPress reads: queries for visitors go to the replicas of its database, by LVS, and all others go to the engine that takes
 * writes. The configuration of the site names the replicas (LVS_READS). For a site without that, this file changes nothing.
 * Rendered by pulumi-lvs: changes made here are undone by the next `up`.
 */
if (!defined('LVS_READS')) return;

class LVS_Reads extends wpdb {
	/** Seconds for which all pages of this real server avoid replicas that did not answer: several times as long as one page waited. */
	const AWAY = 30;

	/** Seconds that a connection, and an answer, of a replica may take. */
	const CONNECT = 2;
	const ANSWER = 10;

	/** Why this page reads from the engine that takes writes; null: it does not. */
	private $lvs_why;
	/** The connection to a replica; null: not needed yet, false: there is none. */
	private $lvs_reader;
	/** The connection to the engine that takes writes, while a replica is asked. */
	private $lvs_writer;
	/** Whether the replica answered the last statement. */
	private $lvs_last = false;
	private $lvs_told = false;

	public function __construct($user, $password, $name, $host) {
		parent::__construct($user, $password, $name, $host);
		$why = self::lvs_no_visitor();
		if ($why !== null) $this->lvs_pin($why);
	}

	public function query($query) {
		$goes = self::lvs_goes((string) $query);
		if ($goes === 'write' || $goes === 'here') $this->lvs_pin($goes === 'write' ? 'wrote' : 'needs its connection');
		if ($goes === 'write') $this->lvs_tell_visitor();
		$reader = $goes === 'read' || ($goes === 'same' && $this->lvs_last) ? $this->lvs_reader() : null;
		$this->lvs_last = $reader !== null;
		if ($reader === null) return parent::query($query);

		// a statement that reads may cause another one, for the character set of its table
		$before = $this->dbh;
		if ($before !== $reader) $this->lvs_writer = $before;
		$suppressed = $this->suppress_errors();
		$this->dbh = $reader;
		$found = parent::query($query);
		$this->suppress_errors($suppressed);
		$this->dbh = $before;
		$this->lvs_last = true;
		if ($found !== false || mysqli_errno($reader) === 0) return $found;

		// whatever is wrong with the replica, the page goes on
		$error = mysqli_error($reader);
		$this->lvs_reader = false;
		$this->lvs_last = false;
		$this->dbh = $this->lvs_writer;
		$found = parent::query($query);
		$this->dbh = $before;
		if ($found !== false) $this->lvs_away($error);
		return $found;
	}

	/** If a replica is gone, the page does not wait: it asks the other engine. */
	public function check_connection($allow_bail = true) {
		return $this->lvs_reader && $this->dbh === $this->lvs_reader ? false : parent::check_connection($allow_bail);
	}

	/**
	 * Where a statement goes. `read`: a replica may answer. `same`: to the engine of the statement before. `here`: it reads what a replica does not
	 * have, as locks and variables of this connection. `aside`: it changes a note of WordPress for itself (a transient), which some page does each
	 * minute: readers still read from replicas. `write`: it may change something else.
	 */
	public static function lvs_goes(string $query): string {
		if (preg_match('/^\s*INSERT INTO `\w*options` \([^)]*\) VALUES \(\'_(?:site_)?transient_/', $query)
			|| preg_match('/^\s*(?:DELETE FROM|UPDATE) `\w*options`(?: SET .*)? WHERE `option_name` = \'_(?:site_)?transient_[^\'\\\\]*\'\s*$/s', $query)) return 'aside';
		// text between quotes is data
		$bare = preg_replace('/\'(?:[^\'\\\\]++|\\\\.|\'\')*+\'|"(?:[^"\\\\]++|\\\\.|"")*+"|`[^`]*+`/s', '?', $query);
		if ($bare === null || !preg_match('/^[\s(]*+(?:SELECT|SHOW|DESCRIBE|DESC|EXPLAIN)\b/i', $bare)) return 'write';
		if (preg_match('/\bFOUND_ROWS\s*\(|^\s*SHOW\s+(?:COUNT\s*\(.*\)\s*)?(?:WARNINGS|ERRORS)\b/i', $bare)) return 'same';
		if (preg_match('/^\s*SHOW\b/i', $bare))
			return preg_match('/^\s*SHOW\s+(?:FULL\s+)?(?:TABLES|TABLE\s+STATUS|COLUMNS|FIELDS|INDEX|INDEXES|KEYS|CREATE\s+TABLE)\b/i', $bare) ? 'read' : 'here';
		return preg_match('/@|\bFOR\s+(?:UPDATE|SHARE)\b|\bLOCK\s+IN\b|\bINTO\b|\bNEXT\s+VALUE\b|\b(?:\w*_LOCKS?|LAST_INSERT_ID|ROW_COUNT|CONNECTION_ID|NEXTVAL|LASTVAL|SETVAL)\s*\(/i', $bare) ? 'here' : 'read';
	}

	/** Why this is not a page for a mere reader; null: it is. */
	private static function lvs_no_visitor(): ?string {
		if (PHP_SAPI === 'cli') return 'no page';
		$method = $_SERVER['REQUEST_METHOD'] ?? '';
		if ($method !== 'GET' && $method !== 'HEAD') return $method;
		// signing in, administration, scheduled tasks
		if (basename($_SERVER['SCRIPT_NAME'] ?? '') !== 'index.php' || defined('WP_ADMIN') || defined('WP_INSTALLING')) return 'no page of the site';
		// not every web server passes this header on among the variables
		$headers = array_change_key_case(function_exists('getallheaders') ? (getallheaders() ?: []) : []);
		if (isset($headers['authorization']) || isset($_SERVER['PHP_AUTH_USER']) || isset($_SERVER['HTTP_X_WP_NONCE'])) return 'signed in';
		foreach (array_keys($_COOKIE) as $cookie)
			if (strncmp((string) $cookie, 'wordpress_logged_in_', 20) === 0 || (defined('LOGGED_IN_COOKIE') && $cookie === LOGGED_IN_COOKIE)) return 'signed in';
		return isset($_COOKIE['lvs_wrote']) ? 'just wrote' : null;
	}

	/** From here on this page asks the engine that takes writes. */
	private function lvs_pin(string $why): void {
		if ($this->lvs_why !== null) return;
		$this->lvs_why = $why;
		self::lvs_header("writer ($why)");
	}

	/** Makes the browser of a visitor who wrote say so for some seconds, to any real server. */
	private function lvs_tell_visitor(): void {
		if ($this->lvs_told || LVS_OWN_WRITES < 1 || PHP_SAPI === 'cli' || headers_sent()) return;
		$this->lvs_told = true;
		$path = defined('WP_HOME') ? (string) parse_url(WP_HOME, PHP_URL_PATH) : '';
		setcookie('lvs_wrote', '1', ['expires' => time() + LVS_OWN_WRITES, 'path' => rtrim($path, '/') . '/', 'secure' => is_ssl(), 'httponly' => true, 'samesite' => 'Lax']);
	}

	/** The connection to a replica, made when it is first needed; null: the page asks the engine that takes writes. */
	private function lvs_reader(): ?mysqli {
		if ($this->lvs_why !== null || $this->lvs_reader === false) return null;
		if ($this->lvs_reader !== null) return $this->lvs_reader;
		$this->lvs_reader = false;
		$mark = self::lvs_mark();
		if (@filemtime($mark) > time() - self::AWAY) {
			@file_put_contents("$mark-pages", '.', FILE_APPEND);
			$this->lvs_pin('replicas away');
			return null;
		}
		[$host, $port] = explode(':', LVS_READS);
		$reader = mysqli_init();
		mysqli_options($reader, MYSQLI_OPT_CONNECT_TIMEOUT, self::CONNECT);
		mysqli_options($reader, MYSQLI_OPT_READ_TIMEOUT, self::ANSWER);
		$flags = defined('MYSQL_CLIENT_FLAGS') ? MYSQL_CLIENT_FLAGS : 0;
		if (!@mysqli_real_connect($reader, $host, $this->dbuser, $this->dbpassword, $this->dbname, (int) $port, null, $flags)) {
			$this->lvs_away((string) mysqli_connect_error());
			return null;
		}
		$writer = $this->dbh;
		$this->dbh = $reader;
		$this->set_charset($reader);
		$this->set_sql_mode();
		$this->dbh = $writer;
		$this->lvs_back($mark);
		self::lvs_header('replicas');
		return $this->lvs_reader = $reader;
	}

	/** A replica did not answer, or answered with an error where the other engine had none. */
	private function lvs_away(string $error): void {
		$this->lvs_pin('replicas away');
		$mark = self::lvs_mark();
		@file_put_contents("$mark-pages", '.', FILE_APPEND);
		$first = @fopen($mark, 'x');
		@touch($mark);
		if ($first && function_exists('syslog')) syslog(LOG_WARNING, 'pulumi-lvs: replicas at ' . LVS_READS . " failed ($error): pages are read from the engine that takes writes; they are asked again each " . self::AWAY . ' s');
	}

	private function lvs_back(string $mark): void {
		if (!is_file($mark) || !@unlink($mark)) return;
		$pages = (int) @filesize("$mark-pages");
		@unlink("$mark-pages");
		if (function_exists('syslog')) syslog(LOG_NOTICE, 'pulumi-lvs: replicas at ' . LVS_READS . " answer again; $pages pages were read from the engine that takes writes");
	}

	/** The file that exists while the replicas of this site do not answer this real server. */
	private static function lvs_mark(): string {
		return sys_get_temp_dir() . '/lvs-reads-' . md5(LVS_READS . ' ' . DB_NAME);
	}

	private static function lvs_header(string $from): void {
		if (PHP_SAPI !== 'cli' && !headers_sent()) header("X-Reads-From: $from");
	}
}

$wpdb = new LVS_Reads(DB_USER, DB_PASSWORD, DB_NAME, DB_HOST);
