/** Owns the Turkmen draft of the words of joining. Not reviewed by a native reader. */
import type { join as source } from '../en/join.ts';
import type { Drafted } from '../message.ts';

export const join = {
  'join.language.title': 'Dil',
  'join.language.lead':
    'Dili islän wagtyňyz üýtgedip bilersiňiz. Sazlamagy bir gezekde tamamlaň: ol birnäçe minut alýar. Ýarpy ýolda goýsaňyz, täzeden başlamaly bolmagy mümkin.',
  'join.install.title': 'Programmany telefona guruň',
  'join.install.lead': 'Şonda ol internetsiz açylýar we bellikleri özünde saklaýar.',
  'join.install.button': 'Gurmak',
  'join.install.android':
    'Brauzeriň menýusyny açyp, «Baş ekrana goşmak» diýeni saýlaň. Soň programmany şol ýerden açyň.',
  'join.install.ios':
    '«Paýlaşmak» düwmesine basyp, «Baş ekrana goşmak» diýeni saýlaň, soň programmany şol ýerden açyň. Gurlan programmanyň öz ammary bar, şonuň üçin diňe gurlandan soň goşulyň.',
  'join.install.note': 'Telefony öndüriji programmanyň gurlandygyny bilip biler.',
  'join.install.later': 'Gurman dowam etmek',
  'join.inApp.title': 'Bu sahypany brauzeriň özünde açyň',
  'join.inApp.text':
    'Siz salgylanmany başga programmanyň içinde açdyňyz, ol bellikleri internetsiz saklap bilmeýär. Salgyny göçürip alyp, Chrome, Firefox ýa-da Safari brauzerinde açyň.',
  'join.inApp.copy': 'Salgyny göçürip almak',
  'join.invite.title': 'Çakylygyňyz',
  'join.invite.lead': 'Utgaşdyryjy ony surat edip görkezýär ýa-da kod edip berýär.',
  'join.invite.scan': 'Kamera bilen okatmak',
  'join.invite.scanHint': 'Telefony inedördülüň göni üstünde tutuň.',
  'join.invite.scanning': 'Çakylyk gözlenýär…',
  'join.invite.picture': 'Onuň suratyny saýlamak',
  'join.invite.field': 'Çakylygyň kody',
  'join.invite.hint': 'Diňe şu ýerde, programmanyň içinde. Ony hiç haçan salgy setirine ýazmaň.',
  'join.invite.check': 'Çakylygy barlamak',
  'join.invite.checking': 'Çakylyk barlanýar…',
  'join.compare.title': 'On sözi deňeşdiriň',
  'join.compare.lead': 'Olary utgaşdyryjy bilen bile ses edip okaň. On söz iki ekranda-da birmeňzeş bolmaly.',
  'join.compare.language': 'Sözler başgamy? Ilki utgaşdyryjynyň ekranyndaky dili saýlaň.',
  'join.compare.org': 'Gurama',
  'join.compare.words': 'Deňeşdirmeli sözler',
  'join.compare.same': 'Olar birmeňzeş',
  'join.compare.differ': 'Olar tapawutly',
  'join.compare.differTitle': 'Şu ýerde duruň',
  'join.compare.differText':
    'Çakylygy kimdir biri çalşan bolmagy mümkin. Hiç zat iberilmedi. Utgaşdyryjy bilen ýüzbe-ýüz gürleşip, täze çakylyk soraň.',
  'join.words.title': { one: '{n} sözi ýazyp alyň', other: '{n} sözi ýazyp alyň' },
  'join.words.lead':
    'Olar şu telefondaky bellikleriňizi açýar. Olar başga hiç kimde ýok we olary hiç kim dikeldip bilmeýär.',
  'join.words.label': 'Siziň sözleriňiz',
  'join.words.advice':
    'Kagyza ýazyň: surata almaň, habar edip ibermäň. Ýat tutanyňyzdan soň kagyzy ýok ediň.',
  'join.words.other': 'Başga sözler',
  'join.words.written': 'Men olary ýazyp aldym',
  'join.repeat.title': 'Sözleri bir gezek ýazyň',
  'join.repeat.lead': 'Şonda dogry ýazyp alandygyňyzy bilersiňiz.',
  'join.repeat.field': 'Siziň sözleriňiz',
  'join.repeat.hint': 'Kiçi harplar bilen, sözleriň arasyny açyp.',
  'join.making': 'Gulp taýýarlanýar. Köne telefonda bu bir minuta çenli wagt alýar.',
  'join.hello.title': 'Utgaşdyryja dört söz okap beriň',
  'join.hello.lead':
    'Utgaşdyryjy olary öz ýanynda ýazýar. Şonda habarlaryňyzyň şu telefondan gelýändigi belli bolýar.',
  'join.hello.words': 'Şu telefonyň sözleri',
  'join.hello.later': 'Utgaşdyryjy olary alýança, olar sazlamalarda durýar.',
  'join.hello.done': 'Taýýar, bellikleri açmak',
  'join.storage.notKept':
    'Telefonda ýer gutarsa, brauzer bellikleri pozup biler. Programmany gursaňyz, bu howp azalýar.',
  'limits.title': 'Programma nämäni goraýar, nämäni goramaýar',
  'limits.lead': 'Özüňiz karar berer ýaly, açyk aýdýarys.',
  'limits.can': 'Goraýar',
  'limits.can.sealed': 'Tamamlanandan soň bu telefonda habary hiç zat açmaýar, hatda siziň sözleriňiz hem.',
  'limits.can.locked': 'Gulplanan wagty garalamalary siziň sözleriňiz bolmasa okap bolmaýar.',
  'limits.can.blind':
    'Serwerde diňe möhürlenen faýllar bar. Ol olary okap bilmeýär we kimiň nämäni iberendigini saklamaýar.',
  'limits.can.proof': '«Utgaşdyryjy aldy» diýen ýazgy diňe tutuş habar utgaşdyryjylarda bolanda çykýar.',
  'limits.cannot': 'Goramaýar',
  'limits.cannot.screenshots':
    'Ekran suratynyň alynmagyna ýa-da kimdir biriniň egniňizden seretmegine päsgel berip bilmeýär.',
  'limits.cannot.installed':
    'Özüniň gurlandygyny gizläp bilmeýär. Android bu barada Google kompaniýasyna habar berip biler.',
  'limits.cannot.ios': 'iPhone telefonynda ol diňe açyk wagty iberýär.',
  'limits.cannot.erase': 'Açarlary üstünden ýazyp pozýar, ýöne telefonyň ýadynda köne yzlar galyp biler.',
  'limits.cannot.memory': 'Gulplanandan soň hem tekst brauzeriň ýadynda galyp biler: brauzeri hem ýapyň.',
  'limits.cannot.certificate': 'Bu telefon ynanar ýaly edilen galp sertifikaty görüp bilmeýär.',
  'limits.cannot.host': 'Programma gurlan salgyny kim dolandyrýan bolsa, şol programmany üýtgedip biler.',
  'limits.cannot.shared':
    'Brauzerde programmanyň maglumatlary pozulan bolsa, başga programmanyň beren zady möhürlenmän, programma gurlan salga gidýär.',
  'limits.cannot.keyboard':
    'Klawiaturalar sözleri ýatda saklaýar. Sözleri hiç ýere ibermeýän klawiaturany ulanyň.',
  'limits.cannot.recognised': 'Faýlyň möhürlenendigi görünýär, ýöne ony okap bolmaýar.',
  'limits.cannot.linked': 'Duşmançylykly serwer iki habaryň bir telefondan gelendigini bilip biler.',
  'limits.cannot.few': 'Synçylar on iki bolsa, her habar şol on ikiniň birinden gelýär.',
  'limits.cannot.forced': 'Öz sözleriňizi ýazmaga mejbur etseler, tamamlanmadyk ähli garalamalar açylýar.',
  'limits.understood': 'Düşnükli, indiki',
  'join.install.isInstalled': 'Programma guruldy. Dowam edip bilersiňiz.',
  'join.compare.otherInvite': 'Başga çakylyk ulanmak',
  'join.words.inRu': 'Rus dilindäki sözler',
  'join.words.inEn': 'Iňlis dilindäki sözler',
  'join.connect.title': 'Bir gezek birikiň',
  'join.connect.lead':
    'Telefon guramanyň sazlamalaryny alýar we goşulandygyny habar berýär. Çakylygyňyz saklanýar: bes edip, soň dowam edip bilersiňiz.',
  'join.connect.button': 'Birikmek',
} as const satisfies Drafted<typeof source>;
