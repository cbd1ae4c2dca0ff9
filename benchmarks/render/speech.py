"""What is read aloud where loudness is measured: a few sentences in each of many languages."""

SENTENCES = {
    "en": ("The harbour was empty before light came up.", "Nobody knew where the boats had gone!"),
    "de": ("Vor Sonnenaufgang war der Hafen leer.", "Niemand wusste, wohin die Boote fuhren!"),
    "fr": ("Avant l'aube, le port était vide.", "Personne ne savait où étaient les bateaux !"),
    "es": ("Antes del alba, el puerto estaba vacío.", "¡Nadie sabía adónde iban los barcos!"),
    "it": ("Prima dell'alba il porto era vuoto.", "Nessuno sapeva dove fossero le barche!"),
    "pt": ("Antes do amanhecer, o porto estava vazio.", "Ninguém sabia dos barcos!"),
    "nl": ("Voor het licht werd was de haven leeg.", "Niemand wist waar de boten waren!"),
    "sv": ("Före gryningen var hamnen tom.", "Ingen visste vart båtarna hade farit!"),
    "pl": ("Przed świtem port był pusty.", "Nikt nie wiedział, dokąd popłynęły łodzie!"),
    "cs": ("Před svítáním byl přístav prázdný.", "Nikdo nevěděl, kam lodě odpluly!"),
    "fi": ("Ennen aamunkoittoa satama oli tyhjä.", "Kukaan ei tiennyt, minne veneet menivät!"),
    "hu": ("Hajnal előtt üres volt a kikötő.", "Senki sem tudta, hová lettek a hajók!"),
    "tr": ("Gün doğmadan önce liman boştu.", "Teknelerin nereye gittiğini kimse bilmiyordu!"),
    "el": ("Πριν από την αυγή το λιμάνι ήταν άδειο.", "Κανείς δεν ήξερε πού πήγαν τα πλοία!"),
    "ru": ("До рассвета гавань была пуста.", "Никто не знал, куда ушли лодки!"),
    "uk": ("До світанку гавань була порожня.", "Ніхто не знав, куди пішли човни!"),
    "hi": ("भोर से पहले बंदरगाह खाली था।", "किसी को पता नहीं था कि नावें कहाँ गईं!"),
    "ar": ("كان الميناء خاليا قبل الفجر.", "لم يعرف أحد أين ذهبت القوارب!"),
    "zh": ("黎明前港口空无一人。", "没有人知道船去了哪里!"),
    "ko": ("새벽이 오기 전 항구는 비어 있었다.", "배들이 어디로 갔는지 아무도 몰랐다!"),
}
"""By BCP 47 tag."""
