/** Owns the Turkmen draft of the words about sending and carrying by hand. Not reviewed by a native reader. */
import type { delivery as source } from '../en/delivery.ts';
import type { Drafted } from '../message.ts';

export const delivery = {
  'send.title': 'Ibermek',
  'send.detail': 'Togtatmak, serwerler, elden bermek',
  'send.lead': 'Habarlar öz-özünden gidýär: ilki gyssagly habarlar, soň tekstler, suratlar, ses we wideo.',
  'send.pause': 'Togtatmak',
  'send.pauseOne': 'Togtatmak: {name}',
  'send.pauseAll': 'Ibermegi togtatmak',
  'send.go': 'Dowam etmek',
  'send.goOne': 'Dowam etmek: {name}',
  'send.goAll': 'Ibermegi dowam etmek',
  'send.paused': 'Togtadyldy',
  'send.pausedAll': 'Ibermek togtadyldy',
  'send.pausedAllText':
    'Siz dowam edýänçäňiz, möhürlenen habarlar şu telefonda galýar, programma ýapylsa hem. Baryp ýeten zat ýerinde galýar.',
  'send.pausedOne': 'Muny siz saklap dursuňyz. Siz dowam edýänçäňiz, ondan hiç zat iberilmeýär.',
  'send.pausedSome': 'Käbir faýllary siz saklap dursuňyz, diňe beýlekileri iberilýär.',
  'send.movedOn': 'Ibermegi başga serwer kabul etdi. Ol duran ýerinden dowam edýär.',
  'send.movedAnew': 'Ibermegi başga serwer kabul etdi. Ol ýerde täzeden başlamaly boldy.',
  'send.nextTry': 'Indiki synanyşyk öz-özünden, sagat {time}.',
  'send.servers': 'Serwerler',
  'send.serversText':
    'Programma olary şu tertipde synaýar. Biri işlemese ýa-da petiklenen bolsa, özi indikisine geçýär.',
  'send.settings': 'Guramanyň sazlamalary',
  'send.settings.version': 'Belgisi {n}, gol çekilen güni: {day}',
  'send.settings.till': 'Okamak üçin açarlary şu güne çenli ýaramly: {day}',
  'send.settings.checked': 'Soňky gezek soralan wagty: {time}',
  'send.settings.notChecked': 'Bellikler açylaly bäri heniz soralmady',
  'send.settings.ask': 'Häzir soramak',
  'send.settings.old': 'Olar köne. Täzesi gelýänçä, habarlar guramanyň hemişelik açary bilen möhürlenýär.',
  'send.reveals':
    'Internete gözegçilik edýän adam bu telefonyň şu serwerler bilen habarlaşýandygyny, haçan we takmynan näçe maglumat iberýändigini görýär. Sertifikatyna bu telefon ynanýan adam mundan köp zat görüp biler, programma muny duýmaýar. Möhürlenen zady hiç kim okap ýa-da üýtgedip bilmeýär.',
  'carry.title': 'Elden bermek',
  'carry.text':
    'Internet bolmasa, möhürlenen faýly kimdir birine beriň: ýat kartasynda, kabel bilen ýa-da messenjerde. Ony islendik adam eltip biler, hiç kim okap bilmez. Ol şu ýerden hem gitse, ýene bir habar bolup galýar.',
  'carry.save': 'Möhürlenen faýly saklamak',
  'carry.saveAll': { one: '{n} möhürlenen faýly saklamak', other: '{n} möhürlenen faýly saklamak' },
  'carry.share': 'Paýlaşmak…',
  'carry.none': 'Bu ýerde garaşýan möhürlenen faýl ýok.',
  'carry.saved': {
    one: '{n} faýl brauzeriň ýüklemelerine berildi: onuň ol ýerdedigine serediň. Ony başgalar görüp biler. Bereniňizden soň ony ol ýerden pozuň.',
    other:
      '{n} faýl brauzeriň ýüklemelerine berildi: hemmesiniň ol ýerdedigine serediň. Olary başgalar görüp biler. Bereniňizden soň olary ol ýerden pozuň.',
  },
  'carry.shared': 'Başga programma berildi.',
  'carry.cannotSave': 'Faýly bu ýerde okap bolmady.',
  'carry.address': 'Nirä eltmeli',
  'carry.addressText': 'Faýly eltýän adam şu salgyny islendik brauzerde açýar ýa-da şu programma goýýar.',
  'carry.copy': 'Salgyny göçürip almak',
  'deliver.title': 'Möhürlenen faýly eltmek',
  'deliver.detail': 'Size kimdir biriniň beren faýlyny',
  'deliver.lead': 'Ony siz hem, bu programma hem okap bilmeýär. Munuň üçin goşulmak gerek däl.',
  'deliver.address': 'Eltmeli salgy',
  'deliver.addressHint': 'Faýl bilen bile size berlen salgy. Onuň soňunda 32 harp we san bar.',
  'deliver.addressWrong': 'Bu eltmeli salgy däl. Ony ýene doly göçürip alyň.',
  'deliver.choose': 'Möhürlenen faýllary saýlamak',
  'deliver.chosen': { one: '{n} faýl saýlandy', other: '{n} faýl saýlandy' },
  'deliver.send': 'Eltmek',
  'deliver.sending': 'Eltilýär…',
  'deliver.stop': 'Duruzmak',
  'deliver.stored': 'Serwer ony doly aldy. Muny möhürlän adam hem görer.',
  'deliver.waiting':
    'Heniz barmady. Baran bölegi şol ýerde galýar: baglanyşyk gowulaşanda «Eltmek» düwmesine ýene basyň.',
  'deliver.notSealed': 'Bu möhürlenen faýl däl. Ol iberilmedi.',
  'deliver.cannotRead': 'Bu faýly okap bolmady.',
  'deliver.ticket':
    'Serwer bu gün rugsatnamasyz faýl kabul etmeýär ýa-da bu faýl munuň üçin aşa uly. Ertir synanyşyň ýa-da goşulan adamdan eltmegini haýyş ediň.',
  'deliver.refused': 'Serwer bu faýly kabul etmeýär.',
  'deliver.log': 'Her faýl näme boldy',
  'deliver.entry': 'Kimdir biri üçin möhürlenen faýly eltmek',
} as const satisfies Drafted<typeof source>;
