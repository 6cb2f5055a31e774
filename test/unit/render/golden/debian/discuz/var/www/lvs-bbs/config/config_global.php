<?php
// Discuz! bbs: the same on all real servers. Rendered by pulumi-lvs: changes made here are undone by the next `up`.
require __DIR__ . '/config_global_default.php';
$_config['db'][1]['dbhost'] = '172.18.0.69';
$_config['db'][1]['dbuser'] = 'discuz';
$_config['db'][1]['dbpw'] = '@secret:database-password|php@';
$_config['db'][1]['dbname'] = 'discuz';
$_config['db'][1]['tablepre'] = 'pre_';
$_config['db']['slave'] = true;
$_config['db'][1]['slave'][1] = ['weight' => 1, 'dbhost' => '172.18.0.71'] + $_config['db'][1];
unset($_config['db'][1]['slave'][1]['slave']);
$_config['db']['common']['slave_except_table'] = 'common_session,common_member';
$_config['cookie']['cookiepre'] = 'lvs_';
$_config['security']['authkey'] = '@secret:authkey@';
$_config['admincp']['founder'] = '1';
$_config['memory']['prefix'] = 'lvs_';
