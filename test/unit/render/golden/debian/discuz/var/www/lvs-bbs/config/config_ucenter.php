<?php
// Discuz! bbs: users are in its own database. Rendered by pulumi-lvs: changes made here are undone by the next `up`.
define('UC_CONNECT', 'mysql');
define('UC_STANDALONE', 1);
define('UC_DBHOST', '172.18.0.69');
define('UC_DBUSER', 'discuz');
define('UC_DBPW', '@secret:database-password|php@');
define('UC_DBNAME', 'discuz');
define('UC_DBCHARSET', 'utf8mb4');
define('UC_DBTABLEPRE', '`discuz`.pre_ucenter_');
define('UC_DBCONNECT', '0');
define('UC_AVTURL', '');
define('UC_AVTPATH', '');
define('UC_KEY', '@secret:uc-key@');
define('UC_API', 'http://bbs.lab.test/uc_server');
define('UC_CHARSET', 'utf-8');
define('UC_IP', '');
define('UC_APPID', '1');
define('UC_PPP', '20');
