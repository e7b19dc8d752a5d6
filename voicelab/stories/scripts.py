"""What to read aloud while recording in the page: for each language a calm and a lively text of some 30 seconds.

Written for this purpose: whole sentences, questions, numbers and pauses, so that a copy hears the voice rise and
fall, and as many different sounds as a short text can hold. What was read is the transcript of the recording.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOODS: dict[str, Promise] = {"calm": _("Calm"), "lively": _("Lively")}

TEXTS: dict[str, dict[str, str]] = {
    "en": {
        "calm": (
            "Early in the morning, before the shops open, I like to walk down to the harbour. The water is grey "
            "and quiet, and a few boats are just coming home. Somebody is making coffee; you can smell it from "
            "the bridge. I usually sit on the same bench for ten or fifteen minutes, and watch the light "
            "change. Nothing much happens there, and that is exactly why I go. Would you like to join me one of "
            "these days?"
        ),
        "lively": (
            "You will never guess what happened on the train today! A huge brown dog got on, all by himself, "
            "and sat down next to me as if he had a ticket. Everyone started laughing. At the third stop he "
            "stood up, looked around, and got off again! The driver just waved and said, “That's Oscar, he goes "
            "to the park every Thursday.” Can you believe it? I'm going back next week, same train, same seat, "
            "and this time I'm bringing biscuits!"
        ),
    },
    "zh": {
        "calm": (
            "清晨，商店还没有开门，我喜欢一个人走到港口去。水面灰蒙蒙的，很安静，几条小船正慢慢地回来。有人在煮咖啡，站在桥上就能"
            "闻到香味。我常常在同一张长椅上坐十几分钟，看着天一点一点亮起来。那里没有什么特别的事发生，可我正是为了这个才去的。"
            "哪天有空，你愿意和我一起走走吗？"
        ),
        "lively": (
            "你绝对猜不到今天在火车上发生了什么！一只特别大的棕色狗自己上了车，就坐在我旁边，好像它也买了票一样。大家全都笑了！"
            "到了第三站，它站起来，左看看，右看看，居然自己下车了！司机挥挥手说：“那是奥斯卡，每个星期四它都去公园。”你说好笑不好笑？"
            "下个星期我还要坐同一趟车，同一个座位，这一次我一定带上饼干！"
        ),
    },
    "ja": {
        "calm": (
            "朝早く、まだ店が開く前に、私は港まで歩くのが好きです。水は灰色で静かで、小さな船がゆっくりと帰ってきます。"
            "だれかがコーヒーをいれていて、橋の上までいい香りがします。私はいつも同じベンチに十分ほど座って、空が明るくなるのを"
            "眺めています。特別なことは何も起こりません。でも、だからこそ行くのです。いつか、一緒に歩いてみませんか。"
        ),
        "lively": (
            "今日、電車の中で何があったと思いますか。とても大きな茶色い犬が、ひとりで乗ってきて、まるで切符を持っているみたいに、"
            "私の隣に座ったんです！みんな大笑いでした。三つ目の駅で立ち上がると、きょろきょろして、さっさと降りていきました。"
            "運転手さんは手を振って、「あれはオスカーです。毎週木曜日、公園に行くんですよ」ですって！来週も同じ電車に乗ります。"
            "今度は絶対にビスケットを持っていきます！"
        ),
    },
    "es": {
        "calm": (
            "Muy temprano por la mañana, antes de que abran las tiendas, me gusta bajar andando hasta el "
            "puerto. El agua está gris y tranquila, y algunos barcos vuelven despacio a casa. Alguien prepara "
            "café; se huele desde el puente. Suelo sentarme en el mismo banco unos diez o quince minutos y miro "
            "cómo cambia la luz. Allí no pasa gran cosa, y justamente por eso voy. ¿Te gustaría acompañarme uno "
            "de estos días?"
        ),
        "lively": (
            "¡No te vas a creer lo que ha pasado hoy en el tren! Ha subido un perro marrón enorme, él solo, y "
            "se ha sentado a mi lado como si llevara billete. ¡Todo el mundo se reía! En la tercera parada se "
            "ha levantado, ha mirado a un lado y a otro, ¡y se ha bajado tan tranquilo! El conductor ha dicho: "
            "«Es Óscar, va al parque todos los jueves». ¿Te lo imaginas? La semana que viene vuelvo, al mismo "
            "tren y al mismo asiento, ¡y esta vez llevo galletas!"
        ),
    },
    "id": {
        "calm": (
            "Pagi-pagi sekali, sebelum toko-toko buka, saya suka berjalan kaki ke pelabuhan. Airnya kelabu dan "
            "tenang, dan beberapa perahu baru saja pulang. Ada yang sedang menyeduh kopi; harumnya tercium "
            "sampai ke jembatan. Biasanya saya duduk di bangku yang sama selama sepuluh atau lima belas menit, "
            "memandangi cahaya yang berubah. Di sana tidak ada kejadian istimewa, dan justru itulah sebabnya "
            "saya datang. Maukah kamu ikut kapan-kapan?"
        ),
        "lively": (
            "Kamu pasti tidak akan menyangka apa yang terjadi di kereta hari ini! Seekor anjing cokelat besar "
            "naik sendirian, lalu duduk di sebelah saya seolah-olah punya karcis. Semua orang tertawa! Di "
            "stasiun ketiga ia berdiri, menengok ke kiri dan ke kanan, lalu turun begitu saja! Masinisnya "
            "melambaikan tangan dan berkata, “Itu Oscar, setiap hari Kamis dia pergi ke taman.” Lucu sekali, "
            "bukan? Minggu depan saya naik kereta yang sama, dan kali ini saya bawa biskuit!"
        ),
    },
    "pt": {
        "calm": (
            "De manhã bem cedo, antes de as lojas abrirem, gosto de descer a pé até o porto. A água está "
            "cinzenta e tranquila, e alguns barcos voltam devagar para casa. Alguém está passando café; dá para "
            "sentir o cheiro lá da ponte. Costumo ficar no mesmo banco uns dez ou quinze minutos, vendo a luz "
            "mudar. Não acontece quase nada ali, e é justamente por isso que eu vou. Quer me acompanhar um dia "
            "desses?"
        ),
        "lively": (
            "Você não vai acreditar no que aconteceu hoje no trem! Entrou um cachorro marrom enorme, sozinho, e "
            "se sentou do meu lado como se tivesse passagem. Todo mundo começou a rir! Na terceira estação ele "
            "se levantou, olhou para um lado, olhou para o outro, e desceu! O maquinista só acenou e disse: “É "
            "o Oscar, toda quinta-feira ele vai ao parque.” Dá para imaginar? Na semana que vem vou de novo, no "
            "mesmo trem, no mesmo lugar, e desta vez levo biscoitos!"
        ),
    },
}


@dataclass(frozen=True)
class Script:
    """`key` names it in a form."""

    key: str
    language: str
    mood: str
    title: Promise
    text: str


SCRIPTS: dict[str, Script] = {
    f"{language}-{mood}": Script(
        key=f"{language}-{mood}", language=language, mood=mood, title=MOODS[mood], text=text
    )
    for language, moods in TEXTS.items()
    for mood, text in moods.items()
}


def scripts_in(language: str) -> list[Script]:
    """Those of a language, by our tag; none where we have written none."""
    return [script for script in SCRIPTS.values() if script.language == language]


def transcript_after(transcript: str, *, read: str) -> str:
    """The words of a new recording, of which the script `read` was read; "" for none.

    What a person wrote themselves stays; the script of an earlier recording does not.
    """
    was_script = transcript in {script.text for script in SCRIPTS.values()}
    if transcript and not was_script:
        return transcript
    return SCRIPTS[read].text if read in SCRIPTS else ""
