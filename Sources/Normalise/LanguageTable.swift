/// The languages of ISO 639-1: two letters, the three of ISO 639-2 (T, then B where it differs),
/// then names in English, German and the language itself.
enum LanguageTable {
  static let text = """
    aa aar Afar|Qafar
    ab abk Abkhazian|Abchasisch|Аԥсшәа
    ae ave Avestan|Avestisch
    af afr Afrikaans
    ak aka Akan
    am amh Amharic|Amharisch|አማርኛ
    an arg Aragonese|Aragonesisch|aragonés
    ar ara Arabic|Arabisch|العربية
    as asm Assamese|Assamesisch|অসমীয়া
    av ava Avaric|Awarisch
    ay aym Aymara
    az aze Azerbaijani|Aserbaidschanisch|azərbaycan
    ba bak Bashkir|Baschkirisch|башҡорт теле
    be bel Belarusian|Belarussisch|беларуская
    bg bul Bulgarian|Bulgarisch|български
    bi bis Bislama
    bm bam Bambara|bamanakan
    bn ben Bangla|Bengalisch|Bengali|বাংলা
    bo bod/tib Tibetan|Tibetisch|བོད་སྐད་
    br bre Breton|Bretonisch|brezhoneg
    bs bos Bosnian|Bosnisch|bosanski
    ca cat Catalan|Katalanisch|català
    ce che Chechen|Tschetschenisch|нохчийн
    ch cha Chamorro
    co cos Corsican|Korsisch|corsu
    cr cre Cree
    cs ces/cze Czech|Tschechisch|čeština
    cu chu Church Slavic|Kirchenslawisch|церковнослове́нскїй
    cv chv Chuvash|Tschuwaschisch|чӑваш
    cy cym/wel Welsh|Walisisch|Cymraeg
    da dan Danish|Dänisch|dansk
    de deu/ger German|Deutsch
    dv div Divehi|Dhivehi|ދިވެހިބަސް
    dz dzo Dzongkha|རྫོང་ཁ
    ee ewe Ewe|eʋegbe
    el ell/gre Greek|Griechisch|Modern Greek|Ελληνικά
    en eng English|Englisch
    eo epo Esperanto
    es spa Spanish|Spanisch|español
    et est Estonian|Estnisch|eesti
    eu eus/baq Basque|Baskisch|euskara
    fa fas/per Persian|Persisch|فارسی
    ff ful Fula|Ful|Fulah|Pulaar
    fi fin Finnish|Finnisch|suomi
    fj fij Fijian|Fidschi
    fo fao Faroese|Färöisch|føroyskt
    fr fra/fre French|Französisch|français
    fy fry Western Frisian|Westfriesisch|Frysk
    ga gle Irish|Irisch|Gaeilge
    gd gla Scottish Gaelic|Gälisch (Schottland)|Gàidhlig
    gl glg Galician|Galicisch|galego
    gn grn Guarani|Guaraní|avañe’ẽ
    gu guj Gujarati|ગુજરાતી
    gv glv Manx|Gaelg
    ha hau Hausa|Haussa
    he heb Hebrew|Hebräisch|עברית
    hi hin Hindi|हिन्दी
    ho hmo Hiri Motu
    hr hrv Croatian|Kroatisch|hrvatski
    ht hat Haitian Creole|Haiti-Kreolisch|Haitian|Kreyòl Ayisyen
    hu hun Hungarian|Ungarisch|magyar
    hy hye/arm Armenian|Armenisch|հայերեն
    hz her Herero
    ia ina Interlingua
    id ind Indonesian|Indonesisch|Indonesia
    ie ile Interlingue
    ig ibo Igbo
    ii iii Sichuan Yi|Yi|ꆈꌠꉙ
    ik ipk Inupiaq|Inupiak
    io ido Ido
    is isl/ice Icelandic|Isländisch|íslenska
    it ita Italian|Italienisch|italiano
    iu iku Inuktitut|ᐃᓄᒃᑎᑐᑦ
    ja jpn Japanese|Japanisch|日本語
    jv jav Javanese|Javanisch|Jawa
    ka kat/geo Georgian|Georgisch|ქართული
    kg kon Kongo|Kongolesisch
    ki kik Kikuyu|Gikuyu
    kj kua Kuanyama|Kwanyama
    kk kaz Kazakh|Kasachisch|қазақ тілі
    kl kal Kalaallisut|Grönländisch
    km khm Khmer|ខ្មែរ
    kn kan Kannada|ಕನ್ನಡ
    ko kor Korean|Koreanisch|한국어
    kr kau Kanuri
    ks kas Kashmiri|Kaschmiri|کٲشُر
    ku kur Kurdish|Kurdisch|kurdî (kurmancî)
    kv kom Komi
    kw cor Cornish|Kornisch|kernewek
    ky kir Kyrgyz|Kirgisisch|Kirghiz|кыргызча
    la lat Latin|Latein|Latina
    lb ltz Luxembourgish|Luxemburgisch|Lëtzebuergesch
    lg lug Ganda|Luganda
    li lim Limburgish|Limburgisch|Limburgan
    ln lin Lingala|lingála
    lo lao Lao|Laotisch|ລາວ
    lt lit Lithuanian|Litauisch|lietuvių
    lu lub Luba-Katanga|Tshiluba
    lv lav Latvian|Lettisch|latviešu
    mg mlg Malagasy
    mh mah Marshallese|Marschallesisch
    mi mri/mao Māori|Maori
    mk mkd/mac Macedonian|Mazedonisch|македонски
    ml mal Malayalam|മലയാളം
    mn mon Mongolian|Mongolisch|монгол
    mr mar Marathi|मराठी
    ms msa/may Malay|Malaiisch|Melayu
    mt mlt Maltese|Maltesisch|Malti
    my mya/bur Burmese|Birmanisch|မြန်မာ
    na nau Nauru|Nauruisch
    nb nob Norwegian Bokmål|Norwegisch (Bokmål)|norsk bokmål
    nd nde North Ndebele|Nord-Ndebele|isiNdebele
    ne nep Nepali|Nepalesisch|नेपाली
    ng ndo Ndonga
    nl nld/dut Dutch|Niederländisch|Nederlands
    nn nno Norwegian Nynorsk|Norwegisch (Nynorsk)|norsk nynorsk
    no nor Norwegian|Norwegisch|norsk
    nr nbl South Ndebele|Süd-Ndebele|isiNdebele
    nv nav Navajo|Diné Bizaad
    ny nya Nyanja|Chichewa
    oc oci Occitan|Okzitanisch
    oj oji Ojibwa
    om orm Oromo|Oromoo
    or ori Odia|Oriya|ଓଡ଼ିଆ
    os oss Ossetic|Ossetisch|Ossetian|ирон
    pa pan Punjabi|Panjabi|ਪੰਜਾਬੀ
    pi pli Pali
    pl pol Polish|Polnisch|polski
    ps pus Pashto|Paschtu|Pushto|پښتو
    pt por Portuguese|Portugiesisch|português
    qu que Quechua|Runasimi
    rm roh Romansh|Rätoromanisch|rumantsch
    rn run Rundi|Ikirundi
    ro ron/rum Romanian|Rumänisch|română
    ru rus Russian|Russisch|русский
    rw kin Kinyarwanda|Ikinyarwanda
    sa san Sanskrit|संस्कृत भाषा
    sc srd Sardinian|Sardisch|sardu
    sd snd Sindhi|سنڌي
    se sme Northern Sami|Nordsamisch|davvisámegiella
    sg sag Sango|Sängö
    sh hbs Serbo-Croatian|Serbo-Kroatisch
    si sin Sinhala|Singhalesisch|සිංහල
    sk slk/slo Slovak|Slowakisch|slovenčina
    sl slv Slovenian|Slowenisch|slovenščina
    sm smo Samoan|Samoanisch
    sn sna Shona|chiShona
    so som Somali|Soomaali
    sq sqi/alb Albanian|Albanisch|shqip
    sr srp Serbian|Serbisch|српски
    ss ssw Swati|Swazi|siSwati
    st sot Southern Sotho|Süd-Sotho|Sesotho
    su sun Sundanese|Sundanesisch|Basa Sunda
    sv swe Swedish|Schwedisch|svenska
    sw swa Swahili|Suaheli|Kiswahili
    ta tam Tamil|தமிழ்
    te tel Telugu|తెలుగు
    tg tgk Tajik|Tadschikisch|тоҷикӣ
    th tha Thai|Thailändisch|ไทย
    ti tir Tigrinya|ትግርኛ
    tk tuk Turkmen|Turkmenisch|türkmen dili
    tl tgl Tagalog
    tn tsn Tswana|Setswana
    to ton Tongan|Tongaisch|Tonga|lea fakatonga
    tr tur Turkish|Türkisch|Türkçe
    ts tso Tsonga|Xitsonga
    tt tat Tatar|Tatarisch|татар
    tw twi Twi
    ty tah Tahitian|Tahitisch
    ug uig Uyghur|Uigurisch|Uighur|ئۇيغۇرچە
    uk ukr Ukrainian|Ukrainisch|українська
    ur urd Urdu|اردو
    uz uzb Uzbek|Usbekisch|o‘zbek
    ve ven Venda|Tshivenḓa
    vi vie Vietnamese|Vietnamesisch|Tiếng Việt
    vo vol Volapük
    wa wln Walloon|Wallonisch|walon
    wo wol Wolof
    xh xho Xhosa|IsiXhosa
    yi yid Yiddish|Jiddisch|ייִדיש
    yo yor Yoruba|Èdè Yorùbá
    za zha Zhuang|Vahcuengh
    zh zho/chi Chinese|Chinesisch|中文
    zu zul Zulu|isiZulu
    """

  /// Codes that were withdrawn or are used instead, and further names.
  static let aliases = """
    id in|Bahasa|Bahasa Indonesia
    he iw
    yi ji
    tl fil|Filipino|Pilipino
    zh Mandarin|Mandarin Chinese|cmn
    el Greek|gr|Modern Greek
    pt Brazilian Portuguese|Brasilianisch
    de Hochdeutsch|Schweizerdeutsch|gsw
    en American English|British English
    es Castilian|Castellano
    nl Flemish|Flämisch
    """
}
